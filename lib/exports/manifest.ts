import type { Dataset } from './dataset';
import { currentEdition } from './export-files';

/** What a dataset's JSON lines are at one moment. */
export interface ManifestEntry {
  readonly file: string;
  readonly rows: number;
  readonly bytes: number;
  readonly sha256: string;
}

/**
 * Rows, bytes and SHA-256 of every dataset's `.jsonl` as it is served now, so that a paper can say which data it
 * used and a reader can tell whether theirs are the same.
 */
export async function manifest(
  datasets: Readonly<Record<string, Dataset>>,
): Promise<{ at: string; files: ManifestEntry[] }> {
  const at = new Date().toISOString();
  const files: ManifestEntry[] = [];
  for (const [name, dataset] of Object.entries(datasets)) {
    const { rows, lines } = await currentEdition(name, dataset);
    const { bytes, sha256 } = lines;
    files.push({ file: `${name}.jsonl`, rows, bytes, sha256 });
  }
  return { at, files };
}
