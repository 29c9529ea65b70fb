// Where `npm run cuda` puts NVIDIA's libraries, and what a process needs to find them. Node only.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readdirSync, readFileSync, symlinkSync } from 'node:fs';
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

/** The libraries without which the provider does not load. */
const NEEDED = ['libcudart.so.13', 'libcublas.so.13', 'libcudnn.so.9'];

/**
 * Makes `to` a folder like the one that pip fills, of links to the libraries below `from`. Throws an Error that says which
 * ones are not there.
 * @param {string} from PyTorch's folder of NVIDIA's packages, or a CUDA toolkit
 * @param {string} to
 */
export function linkLibraries(from, to) {
  const packages = existsSync(from)
    ? readdirSync(from)
        .map((name) => path.join(from, name, 'lib'))
        .filter((folder) => existsSync(folder))
    : [];
  const own = ['lib64', 'lib', '.', 'targets/x86_64-linux/lib'].map((name) =>
    path.join(from, name),
  );
  const folders = [...packages, ...own].filter(
    (folder) => existsSync(folder) && readdirSync(folder).some((name) => name.includes('.so')),
  );
  const found = new Set(folders.flatMap((folder) => readdirSync(folder)));
  const missing = NEEDED.filter((name) => !found.has(name));
  if (missing.length > 0) {
    throw new Error(
      `${from} has no ${missing.join(' and no ')}; name the folder of CUDA 13’s libraries with cuDNN 9, or leave --libraries out.`,
    );
  }
  for (const [i, folder] of folders.entries()) {
    mkdirSync(path.join(to, 'nvidia', String(i)), { recursive: true });
    symlinkSync(folder, path.join(to, 'nvidia', String(i), 'lib'));
  }
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

/** The same of a machine without nvidia-smi, as some containers are: driver, identifier and name of each GPU. */
function kernelsGpus(folder = '/proc/driver/nvidia') {
  if (!existsSync(path.join(folder, 'gpus'))) return [];
  const [version = ''] =
    /\d+\.\d+(\.\d+)?/.exec(readFileSync(path.join(folder, 'version'), 'utf8')) ?? [];
  return readdirSync(path.join(folder, 'gpus')).map((gpu) => {
    const about = readFileSync(path.join(folder, 'gpus', gpu, 'information'), 'utf8');
    const said = (/** @type {string} */ what) =>
      new RegExp(`^${what}:\\s*(.*)$`, 'm').exec(about)?.[1] ?? '';
    return [version, said('GPU UUID'), said('Model')];
  });
}

/** The driver's version, and the names of the GPUs that we may use; undefined where there is no NVIDIA driver. */
export function nvidiaDriver() {
  const query = ['--query-gpu=driver_version,uuid,name', '--format=csv,noheader'];
  const { status, stdout } = spawnSync('nvidia-smi', query, { encoding: 'utf8' });
  const rows =
    status === 0 && stdout.trim()
      ? stdout
          .trim()
          .split('\n')
          .map((line) => line.split(', '))
      : kernelsGpus();
  if (rows.length === 0) return undefined;
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
