// What `npm run models -- add` does with weights that have to be converted first.
import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { existsSync } from 'node:fs';
import { open, readdir, realpath, rm, stat } from 'node:fs/promises';
import path from 'node:path';
import { createInterface } from 'node:readline/promises';
import { checkConfiguration } from '@/lib/models/import/configuration';
import { checkName } from '@/lib/models/import/import-folder';
import { ModelFolderError } from '@/lib/onnx/errors';
import { trainingPython } from './python.mjs';

/** What the converter is told of a model beside where it is. */
export interface Conversion {
  readonly source: string;
  readonly name: string | undefined;
  readonly title: string | undefined;
  readonly licence: string | undefined;
  /** Handed to the converter as they are, such as `--vae FILE`. */
  readonly options: readonly string[];
}

/** What ends like this is a file, and never looked up on a hub. */
const FILE = /\.(safetensors|ckpt|pt|pth|bin|onnx|gguf|zip|json|yaml)$/i;
const HUB_ID = /^[\w-][\w.-]*\/[\w.-]+$/;
const TORCH = /\.(safetensors|bin|ckpt)$/;

/** Whether a file that begins so may hold PyTorch's weights: a zip archive, a pickle, or safetensors, whose header has a length. */
function mayHoldWeights(begin: Buffer): boolean {
  const isSafetensors = begin.readUInt32LE(4) === 0 && begin.toString('latin1', 8, 9) === '{';
  return begin.toString('latin1', 0, 2) === 'PK' || begin.readUInt8(0) === 0x80 || isSafetensors;
}

/** Throws ModelFolderError of a file that holds no weights in a form that is read, before anybody waits for Python. */
async function checkFile(file: string): Promise<void> {
  const handle = await open(file);
  const { buffer } = await handle.read(Buffer.alloc(64), 0, 64, 0);
  await handle.close();
  if (mayHoldWeights(buffer)) return;
  const why = buffer.toString('latin1').startsWith('version https://git-lfs')
    ? 'only says where the weights are (Git LFS); fetch them with git lfs pull'
    : 'holds no weights in a form that is read: a .safetensors or a .ckpt of PyTorch does';
  throw new ModelFolderError(`${file} ${why}.`);
}

/** Whether `source` is to be converted: a file, PyTorch's weights in a folder, or on a hub. Throws ModelFolderError. */
export async function needsConverting(source: string): Promise<boolean> {
  const found = await stat(source).catch(() => undefined);
  if (found?.isFile()) {
    await checkFile(source);
    return true;
  }
  if (found) {
    const parts: string[] = await readdir(path.join(source, 'unet')).catch(() => []);
    const isIndexed = existsSync(path.join(source, 'model_index.json'));
    return isIndexed && !parts.includes('model.onnx') && parts.some((file) => TORCH.test(file));
  }
  if (!FILE.test(source) && HUB_ID.test(source)) return true;
  throw new ModelFolderError(`There is no file or folder at ${source}.`);
}

/** Where what is converted lies; MODELS_DIR gets a link to it. */
function convertedDir(): string {
  return path.resolve(process.env['DATA_DIR'] || 'data', 'converted');
}

/** A name for what lies at `source`, as names may be. */
function nameFor(source: string): string {
  const last = path.basename(source).replace(FILE, '').toLowerCase();
  return last
    .replace(/[^a-z0-9._-]+/g, '-')
    .replace(/^[^a-z0-9]+/, '')
    .slice(0, 64);
}

/** The licence that a person states, asked where there is somebody to ask. Throws ModelFolderError. */
async function licenceOf(given: string | undefined): Promise<string> {
  if (given) return given;
  if (process.stdin.isTTY) {
    const terminal = createInterface({ input: process.stdin, output: process.stderr });
    const question =
      'The licence of the weights, as where you took them from (such as creativeml-openrail-m): ';
    const answer = (await terminal.question(question)).trim();
    terminal.close();
    if (answer) return answer;
  }
  throw new ModelFolderError(
    'State the licence of the weights, as in --licence creativeml-openrail-m.',
  );
}

/** What Python says of an error: its kind, then the sentence. */
const ERROR = /^\w*Error: (.*)$/;

/** Shows what is for people: the steps, and how far a download is, on one line that is written over. */
function show(line: string): void {
  if (/^(Writing|Downloading) /.test(line)) console.error(line);
  else if (line.includes('%|') && process.stderr.isTTY) process.stderr.write(`\r\x1b[K${line}`);
}

/** Runs the converter, and tells people how far it is. Rejects with ModelFolderError. */
async function runConverter(python: string, args: readonly string[]): Promise<void> {
  const child = spawn(python, ['-m', 'sarovar_training', 'convert', 'sd', ...args], {
    stdio: ['ignore', 'ignore', 'pipe'],
  });
  const lines: string[] = [];
  const said = createInterface({ input: child.stderr });
  said.on('line', (line) => {
    lines.push(line);
    show(line);
  });
  await Promise.all([once(child, 'close'), once(said, 'close')]);
  if (child.exitCode === 0) return;
  const sentence = lines.flatMap((line) => ERROR.exec(line)?.[1] ?? []).at(-1);
  throw new ModelFolderError(
    sentence ?? ['The converter broke off.', ...lines.slice(-9)].join('\n'),
  );
}

/**
 * Converts a model into DATA_DIR. Returns its folder, and how to take it away again. Throws ModelFolderError; then
 * nothing was made.
 */
export async function convert(
  { source, name, title, licence, options }: Conversion,
  modelsDir: string,
): Promise<{ folder: string; undo: () => Promise<void> }> {
  const called = name ?? nameFor(source);
  const folder = path.join(convertedDir(), called);
  // Whatever has that name, it is not what is made now.
  await checkName(called, '', modelsDir);
  // Before anybody is asked, or waits for Python.
  if ((await stat(source).catch(() => undefined))?.isDirectory()) await checkConfiguration(source);
  const stated = await licenceOf(licence);
  const python = trainingPython('convert');
  if (!python) {
    throw new ModelFolderError(
      'Converting needs Python 3.11 or newer with venv (on Debian: apt install python3-venv); install it and try again.',
    );
  }
  const undo = () => rm(folder, { recursive: true, force: true });
  // What an earlier try left, which was never linked, or is linked no longer.
  if (!existsSync(path.join(modelsDir, called))) await undo();
  const about = ['--licence', stated, ...(title ? ['--title', title] : [])];
  console.error(`Converting ${source} into ${folder}; with the published sizes it takes minutes.`);
  await runConverter(python, [source, folder, ...about, ...options]);
  return { folder, undo };
}

/** The folder of a model that was converted here, before it is unlinked; undefined where it lies elsewhere. */
export async function convertedFolder(
  modelsDir: string,
  name: string,
): Promise<string | undefined> {
  const folder = await realpath(path.join(modelsDir, name)).catch(() => undefined);
  const place = await realpath(convertedDir()).catch(() => undefined);
  return folder && place && path.dirname(folder) === place ? folder : undefined;
}
