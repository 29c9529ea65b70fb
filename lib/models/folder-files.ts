import { createHash } from 'node:crypto';
import { createReadStream } from 'node:fs';
import { readdir, readlink, realpath, stat } from 'node:fs/promises';
import path from 'node:path';
import { pipeline } from 'node:stream/promises';
import { z } from 'zod';
import { ModelFolderError } from '@/lib/onnx/errors';
import { fileErrorCode, whyNot } from '@/lib/file-errors.mjs';
import { lookAt } from '@/lib/onnx/file-stamp';
import { readTextFile, TextFileError } from '@/lib/text-file';

/** One file of a manifest's list. */
export const fileSchema = z.object({ path: z.string(), bytes: z.int(), sha256: z.string() });

export type ListedFile = Readonly<z.infer<typeof fileSchema>>;

/** How far the hashing of a folder is; files of Stable Diffusion take seconds each. */
export type HashProgress = (at: { file: string; bytesDone: number; bytesTotal: number }) => void;

/** What a file of Git LFS begins with where only its place was fetched. */
const LFS_POINTER = 'version https://git-lfs.github.com/spec/';

/** The text of `file` in the folder. Throws ModelFolderError when it cannot be read, or is not there itself. */
export async function readText(folder: string, file: string): Promise<string> {
  const text = await readTextFile(path.join(folder, file)).catch((cause: unknown) => {
    if (!(cause instanceof TextFileError)) throw cause;
    const isThere = fileErrorCode(cause.cause) === undefined;
    const missing = `${folder} has no readable ${file}: ${whyNot(cause.cause)}.`;
    throw new ModelFolderError(isThere ? cause.message : missing, { cause });
  });
  if (!text.startsWith(LFS_POINTER)) return text;
  throw new ModelFolderError(
    `${path.join(folder, file)} only says where the file is (Git LFS); fetch it with git lfs pull in that folder.`,
  );
}

/** The JSON of `file`, checked. Throws ModelFolderError with the first thing that is wrong. */
export async function readJson<T>(folder: string, file: string, schema: z.ZodType<T>): Promise<T> {
  const text = await readText(folder, file);
  let content: unknown;
  try {
    content = JSON.parse(text);
  } catch (error) {
    throw new ModelFolderError(`${file} is not JSON.`, { cause: error });
  }
  const parsed = schema.safeParse(content);
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  const where = issue?.path.join('.') ?? '';
  throw new ModelFolderError(`${file} is not usable: ${where} ${issue?.message ?? 'is wrong'}.`);
}

async function sha256(file: string, onBytes?: (bytes: number) => void): Promise<string> {
  const hash = createHash('sha256');
  const stream = createReadStream(file, { highWaterMark: 2 ** 20 });
  stream.on('data', (chunk) => onBytes?.(chunk.length));
  await pipeline(stream, hash);
  return hash.digest('hex');
}

/** Size in bytes of `file`; undefined when there is no such file. */
export async function sizeOfFile(file: string): Promise<number | undefined> {
  return stat(file).then(
    (found) => (found.isFile() ? found.size : undefined),
    () => undefined,
  );
}

/** What a folder's own manifest is called; it does not list itself. */
export const MANIFEST_FILE = 'manifest.json';

/** What stands in the way of a file of a folder that was to be listed. */
async function unlisted(location: string, cause: unknown): Promise<ModelFolderError> {
  const target = await readlink(location).catch(() => undefined);
  const why = target === undefined ? whyNot(cause) : `it is a link to ${target}: ${whyNot(cause)}`;
  return new ModelFolderError(`${location} cannot be read (${why}); copy the folder anew.`, {
    cause,
  });
}

/**
 * The paths of what is below `folder` and not hidden, by `/`, also behind links, as whoever opens them finds them. Throws
 * ModelFolderError where a link leads nowhere, or in a circle.
 */
async function pathsBelow(folder: string, around: readonly string[] = []): Promise<string[]> {
  const own = await realpath(folder);
  if (around.includes(own)) {
    throw new ModelFolderError(`${folder} is a link to a folder that it is in; take it away.`);
  }
  const paths: string[] = [];
  for (const name of await readdir(folder)) {
    if (name.startsWith('.')) continue;
    const location = path.join(folder, name);
    const found = await stat(location).catch(async (cause: unknown) => {
      throw await unlisted(location, cause);
    });
    if (found.isFile()) paths.push(name);
    if (!found.isDirectory()) continue;
    const inner = await pathsBelow(location, [...around, own]);
    paths.push(...inner.map((file) => `${name}/${file}`));
  }
  return paths;
}

/** Every file below `folder` but its manifest and what is hidden, with its hash, by path. Throws ModelFolderError. */
export async function listFiles(folder: string, onProgress?: HashProgress): Promise<ListedFile[]> {
  const paths = (await pathsBelow(folder)).filter((file) => file !== MANIFEST_FILE).sort();
  const sized = await Promise.all(
    paths.map(async (file) => ({ file, bytes: await sizeOfFile(path.join(folder, file)) })),
  );
  const bytesTotal = sized.reduce((sum, { bytes = 0 }) => sum + bytes, 0);
  let bytesDone = 0;
  const listed: ListedFile[] = [];
  for (const { file, bytes } of sized) {
    if (bytes === undefined) continue;
    const hash = await sha256(path.join(folder, file), (count) => {
      bytesDone += count;
      onProgress?.({ file, bytesDone, bytesTotal });
    });
    listed.push({ path: file, bytes, sha256: hash });
  }
  return listed;
}

/** Compares every listed file with `folder`. Throws ModelFolderError at the first difference. */
export async function verifyFiles(
  folder: string,
  files: readonly ListedFile[],
  onProgress?: HashProgress,
): Promise<void> {
  const bytesTotal = files.reduce((sum, { bytes }) => sum + bytes, 0);
  let bytesDone = 0;
  for (const file of files) {
    const location = path.join(folder, file.path);
    const size = await sizeOfFile(location);
    if (size === undefined) {
      throw new ModelFolderError(`${file.path} is missing from ${folder}.`);
    }
    if (size !== file.bytes) {
      throw new ModelFolderError(
        `${file.path} has ${size} bytes, not the ${file.bytes} of the manifest; copy it again.`,
      );
    }
    const hash = await sha256(location, (count) => {
      bytesDone += count;
      onProgress?.({ file: file.path, bytesDone, bytesTotal });
    });
    if (hash !== file.sha256) {
      throw new ModelFolderError(
        `${file.path} does not have the SHA-256 of the manifest; copy it again.`,
      );
    }
  }
}

/** What was found to be as listed, by path: the file's stamp, and the hash that it had. */
const verified = new Map<string, string>();

/** Like `verifyFiles`, but files that did not change since this process hashed them are not hashed again. */
export async function verifyChanges(folder: string, files: readonly ListedFile[]): Promise<void> {
  for (const file of files) {
    const location = path.join(folder, file.path);
    const as = `${(await lookAt(location))?.stamp ?? 'none'} ${file.sha256}`;
    if (verified.get(location) === as) continue;
    await verifyFiles(folder, [file]);
    verified.set(location, as);
  }
}

/** Files that hold weights: the graphs, and what lies beside those that are too large for one file. */
const WEIGHTS = /\.onnx$|\.onnx_data$|\.onnx\.data$|\.pb$/;

/**
 * One hash for the weights at or below `below` ('' for all): of the file, if there is only one, else of
 * the lines "path hash" in order. '' when there are none.
 */
export function weightsHash(files: readonly ListedFile[], below: string): string {
  const weights = files.filter(({ path: file }) => file.startsWith(below) && WEIGHTS.test(file));
  const [only] = weights;
  if (only && weights.length === 1 && below !== '') return only.sha256;
  const hash = createHash('sha256');
  for (const { path: file, sha256: own } of weights.sort((a, b) => (a.path < b.path ? -1 : 1))) {
    hash.update(`${file} ${own}\n`);
  }
  return weights.length === 0 ? '' : hash.digest('hex');
}
