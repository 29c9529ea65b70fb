// Where `npm run cuda` puts NVIDIA's libraries, and what a process needs to find them. Node only.
import { spawnSync } from 'node:child_process';
import { existsSync, readdirSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const root = path.join(path.dirname(fileURLToPath(import.meta.url)), '..');

/** One private folder, as a virtual environment would be. */
export const CUDA_FOLDER = path.join(root, '.cuda');

/** The folder in which onnxruntime-node looks for its providers. */
export function providerFolder() {
  const node = path.dirname(
    createRequire(import.meta.url).resolve('onnxruntime-node/package.json'),
  );
  return path.join(node, 'bin', 'napi-v6', process.platform, process.arch);
}

/** The environment in which the loader finds NVIDIA's libraries; empty where they are not ours. */
export function cudaEnvironment() {
  const nvidia = path.join(CUDA_FOLDER, 'nvidia');
  if (!existsSync(nvidia)) return {};
  const folders = readdirSync(nvidia)
    .map((name) => path.join(nvidia, name, 'lib'))
    .filter((folder) => existsSync(folder));
  const others = process.env['LD_LIBRARY_PATH'];
  return { LD_LIBRARY_PATH: [...folders, ...(others ? [others] : [])].join(':') };
}

/**
 * The names of the GPUs that CUDA gives a process, in its order: all, or those that CUDA_VISIBLE_DEVICES lists, as Slurm and
 * containers set it, up to the first that is not there.
 * @param {readonly { uuid: string, name: string }[]} all
 * @param {string | undefined} visible numbers, or the beginnings of identifiers of GPUs or of parts of them (MIG)
 */
export function visibleGpus(all, visible) {
  if (visible === undefined) return all.map(({ name }) => name);
  const named = visible
    .split(',')
    .map((word) => word.trim())
    .map((word) => {
      if (/^\d+$/.test(word)) return all[Number(word)]?.name;
      if (word.startsWith('MIG-')) return 'a part of a GPU';
      return word.startsWith('GPU-')
        ? all.find(({ uuid }) => uuid.startsWith(word))?.name
        : undefined;
    });
  const end = named.indexOf(undefined);
  return named.flatMap((name, i) => (name === undefined || (end >= 0 && i > end) ? [] : [name]));
}

/** The driver's version, and the names of the GPUs that we may use; undefined where there is no NVIDIA driver. */
export function nvidiaDriver() {
  const query = ['--query-gpu=driver_version,uuid,name', '--format=csv,noheader'];
  const { status, stdout } = spawnSync('nvidia-smi', query, { encoding: 'utf8' });
  if (status !== 0 || !stdout.trim()) return undefined;
  const rows = stdout
    .trim()
    .split('\n')
    .map((line) => line.split(', '));
  const all = rows.map(([, uuid = '', name = 'GPU']) => ({ uuid, name }));
  const visible = process.env['CUDA_VISIBLE_DEVICES'];
  return { version: rows[0]?.[0] ?? '', gpus: visibleGpus(all, visible) };
}

/**
 * The devices for which a worker is started each: those that DEVICE lists, or, where it says nothing
 * and CUDA is installed, every GPU.
 * @param {string | undefined} asked
 * @param {number} gpus how many can be used
 */
export function workerDevices(asked, gpus) {
  const named = [...new Set((asked || 'auto').split(',').map((name) => name.trim()))];
  if (named.join() !== 'auto' || gpus < 2) return named;
  return Array.from({ length: gpus }, (_, index) => `cuda:${index}`);
}
