import { createHash } from 'node:crypto';
import { asJsonl, type Dataset } from './dataset';

/** What a dataset's JSON lines are at one moment. */
export interface ManifestEntry {
  readonly file: string;
  readonly rows: number;
  readonly bytes: number;
  readonly sha256: string;
}

/**
 * Rows, bytes and SHA-256 of every dataset's `.jsonl` as it is now, so that a paper can say which data it
 * used and a reader can tell whether theirs are the same. Reads all of it, in constant memory.
 */
export async function manifest(
  datasets: Readonly<Record<string, Dataset>>,
): Promise<{ at: string; files: ManifestEntry[] }> {
  const at = new Date().toISOString();
  const files: ManifestEntry[] = [];
  for (const [name, dataset] of Object.entries(datasets)) {
    const hash = createHash('sha256');
    let rows = 0;
    let bytes = 0;
    for await (const line of asJsonl(dataset)) {
      hash.update(line);
      rows += 1;
      bytes += line.byteLength;
    }
    files.push({ file: `${name}.jsonl`, rows, bytes, sha256: hash.digest('hex') });
  }
  return { at, files };
}
