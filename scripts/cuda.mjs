// `npm run cuda`: installs ONNX Runtime's CUDA provider of our very version, and NVIDIA's libraries that
// it needs, into this folder; or says what is missing. Everything comes from PyPI.
import { spawnSync } from 'node:child_process';
import { copyFileSync, existsSync, mkdirSync, readFileSync, renameSync, rmSync } from 'node:fs';
import { createRequire } from 'node:module';
import path from 'node:path';
import { parseArgs } from 'node:util';
import { CUDA_FOLDER, cudaEnvironment, nvidiaDriver, providerFolder } from './cuda-libraries.mjs';
import { findPython } from './python.mjs';

const HELP = `npm run cuda              install what CUDA needs into this folder, then try it
npm run cuda -- --check   only say what is there, and try it
npm run cuda -- --remove  go back to the CPU

It needs Linux on x64, an NVIDIA driver, Python with pip, and 3 GB of disk (1.4 GB are downloaded).`;

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

const { values } = parseArgs({
  options: {
    help: { type: 'boolean', short: 'h' },
    check: { type: 'boolean' },
    remove: { type: 'boolean' },
  },
});
if (values.help) {
  console.log(HELP);
  process.exit(0);
}

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
  fail('No NVIDIA driver answers (nvidia-smi): install one, or leave it at the CPU.');
}
if (driver.gpus.length === 0) {
  fail('CUDA_VISIBLE_DEVICES leaves none of the GPUs: set it to one that is there, or unset it.');
}
console.log(`Driver ${driver.version}; ${driver.gpus.join(', ')}.`);
if (Number.parseInt(driver.version, 10) < LEAST_DRIVER) {
  fail(`The driver is ${driver.version}; CUDA 13 needs ${LEAST_DRIVER} or newer: update it.`);
}

const manifest = createRequire(import.meta.url).resolve('onnxruntime-node/package.json');
const { version } = JSON.parse(readFileSync(manifest, 'utf8'));

function install() {
  const python = findPython();
  if (!python) fail('Installing needs Python 3.11 or newer with pip.');
  const fresh = `${CUDA_FOLDER}.part`;
  rmSync(fresh, { recursive: true, force: true });
  mkdirSync(fresh);
  const pip = ['-m', 'pip', '--quiet', 'install', '--no-deps', '--target'];
  const wheel = path.join(fresh, 'onnxruntime');
  run(`The CUDA provider of ONNX Runtime ${version}`, python, [
    ...pip,
    wheel,
    `onnxruntime-gpu==${version}`,
  ]);
  run('NVIDIA’s libraries', python, [...pip, path.join(fresh, 'cuda'), ...LIBRARIES]);
  rmSync(CUDA_FOLDER, { recursive: true, force: true });
  // The provider's interface is only the same within one version: it goes beside that very library.
  for (const name of PROVIDERS) {
    copyFileSync(path.join(wheel, 'onnxruntime', 'capi', name), provider(name));
  }
  rmSync(wheel, { recursive: true });
  renameSync(path.join(fresh, 'cuda'), CUDA_FOLDER);
  rmSync(fresh, { recursive: true });
}

const installed = PROVIDERS.every((name) => existsSync(provider(name))) && existsSync(CUDA_FOLDER);
if (values.check && !installed) fail('CUDA is not installed here; run npm run cuda.');
if (!values.check && !installed) install();

const tried = spawnSync(process.execPath, ['--import', 'tsx', 'scripts/try-cuda.ts'], {
  env: { ...process.env, ...cudaEnvironment() },
  stdio: 'inherit',
});
process.exit(tried.status ?? 1);
