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

/** The driver's version and the GPUs' names; undefined where there is no NVIDIA driver. */
export function nvidiaDriver() {
  const query = ['--query-gpu=driver_version,name', '--format=csv,noheader'];
  const { status, stdout } = spawnSync('nvidia-smi', query, { encoding: 'utf8' });
  if (status !== 0 || !stdout.trim()) return undefined;
  const rows = stdout
    .trim()
    .split('\n')
    .map((line) => line.split(', '));
  return { version: rows[0]?.[0] ?? '', gpus: rows.map(([, name = 'GPU']) => name) };
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
