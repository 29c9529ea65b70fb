// `npm run cuda`: installs ONNX Runtime's CUDA provider of our very version, and NVIDIA's libraries that
// it needs, into this folder; or says what is missing. Everything comes from PyPI.
import { spawnSync } from 'node:child_process';
import { copyFileSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { commandLine } from './command-line.mjs';
import {
  CUDA_FOLDER,
  cudaEnvironment,
  linkLibraries,
  nvidiaDriver,
  providerFolder,
} from './cuda-libraries.mjs';
import { findPython } from './python.mjs';

/** ONNX Runtime 1.27 and newer on PyPI are built for CUDA 13, which needs this driver. */
const LEAST_DRIVER = 580;
const LIBRARIES = [
  'nvidia-cublas~=13.0',
  'nvidia-cuda-runtime~=13.0',
  'nvidia-cuda-nvrtc~=13.0',
  'nvidia-nvjitlink~=13.0',
  'nvidia-cufft~=12.0',
  'nvidia-curand~=10.0',
  'nvidia-cudnn-cu13~=9.0',
];
const PROVIDERS = ['libonnxruntime_providers_shared.so', 'libonnxruntime_providers_cuda.so'];

const manifest = createRequire(import.meta.url).resolve('onnxruntime-node/package.json');
const { version } = JSON.parse(readFileSync(manifest, 'utf8'));

const WHEELS = [`onnxruntime-gpu==${version}`, ...LIBRARIES].map((name) => `'${name}'`).join(' ');

const HELP = `npm run cuda              install what CUDA needs into this folder, then try it
npm run cuda -- --check   only say what is there, and try it
npm run cuda -- --from FOLDER       install the wheels of a folder, without a network; it is filled elsewhere by
                                    python3 -m pip download --no-deps -d FOLDER ${WHEELS}
npm run cuda -- --libraries FOLDER  leave NVIDIA’s libraries where they are: PyTorch’s, which is site-packages/nvidia,
                                    or a CUDA toolkit with cuDNN, such as /usr/local/cuda
npm run cuda -- --remove  go back to the CPU

It needs Linux on x64, an NVIDIA driver, Python with pip, and 3 GB of disk (1.4 GB are downloaded).`;

const { values } = commandLine(HELP, {
  options: {
    check: { type: 'boolean' },
    from: { type: 'string' },
    libraries: { type: 'string' },
    remove: { type: 'boolean' },
  },
});
function fail(sentence) {
  console.error(sentence);
  process.exit(1);
}

function run(title, command, args) {
  console.log(`${title} …`);
  const { status } = spawnSync(command, args, { stdio: ['ignore', 'ignore', 'inherit'] });
  if (status !== 0) fail(`${title} failed; see above.`);
}

const provider = (name) => path.join(providerFolder(), name);

if (values.remove) {
  rmSync(CUDA_FOLDER, { recursive: true, force: true });
  for (const name of PROVIDERS) rmSync(provider(name), { force: true });
  console.log('Removed; pictures are painted on the CPU again.');
  process.exit(0);
}

if (process.platform !== 'linux' || process.arch !== 'x64') {
  fail(`CUDA is supported on Linux x64 only; this is ${process.platform} ${process.arch}.`);
}
const driver = nvidiaDriver();
if (!driver) {
  fail('There is no NVIDIA driver here: install one, or leave it at the CPU.');
}
if (driver.gpus.length === 0) {
  fail('CUDA_VISIBLE_DEVICES leaves none of the GPUs: set it to one that is there, or unset it.');
}
console.log(`Driver ${driver.version}; ${driver.gpus.join(', ')}.`);
if (Number.parseInt(driver.version, 10) < LEAST_DRIVER) {
  fail(`The driver is ${driver.version}; CUDA 13 needs ${LEAST_DRIVER} or newer: update it.`);
}

function linkOrFail(from, to) {
  try {
    linkLibraries(from, to);
  } catch (error) {
    fail(error.message);
  }
}

function install({ from, libraries }) {
  const python = findPython();
  if (!python) fail('Installing needs Python 3.11 or newer with pip.');
  const fresh = `${CUDA_FOLDER}.part`;
  rmSync(fresh, { recursive: true, force: true });
  mkdirSync(fresh);
  process.on('exit', () => rmSync(fresh, { recursive: true, force: true }));
  const cuda = path.join(fresh, 'cuda');
  if (libraries) linkOrFail(path.resolve(libraries), cuda);
  const where = from ? ['--no-index', '--find-links', path.resolve(from)] : [];
  const pip = ['-m', 'pip', '--quiet', 'install', '--no-deps', ...where, '--target'];
  const wheel = path.join(fresh, 'onnxruntime');
  run(`The CUDA provider of ONNX Runtime ${version}`, python, [
    ...pip,
    wheel,
    `onnxruntime-gpu==${version}`,
  ]);
  if (!libraries) run('NVIDIA’s libraries', python, [...pip, cuda, ...LIBRARIES]);
  rmSync(CUDA_FOLDER, { recursive: true, force: true });
  // The provider's interface is only the same within one version: it goes beside that very library.
  for (const name of PROVIDERS) {
    copyFileSync(path.join(wheel, 'onnxruntime', 'capi', name), provider(name));
  }
  renameSync(cuda, CUDA_FOLDER);
}

const installed = PROVIDERS.every((name) => existsSync(provider(name))) && existsSync(CUDA_FOLDER);
if (values.check && !installed) fail('CUDA is not installed here; run npm run cuda.');
if (!values.check && (!installed || values.from || values.libraries)) install(values);

const tried = spawnSync(process.execPath, ['--import', 'tsx', 'scripts/try-cuda.ts'], {
  env: { ...process.env, ...cudaEnvironment() },
  stdio: 'inherit',
});
process.exit(tried.status ?? 1);
