import { execFileSync, spawnSync } from 'node:child_process';
import { chmod, cp, mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { createRequire } from 'node:module';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { z } from 'zod';

// A machine with a driver, without a network and without any of it installed: a folder of its own, where wheels and
// libraries are what their names say, and nothing in them runs.

const manifest = createRequire(import.meta.url).resolve('onnxruntime-node/package.json');
const PROVIDERS = ['libonnxruntime_providers_shared.so', 'libonnxruntime_providers_cuda.so'];

let home: string;
beforeAll(async () => {
  home = await mkdtemp(path.join(tmpdir(), 'sarovar-cuda-'));
  for (const name of ['command-line.mjs', 'cuda.mjs', 'cuda-libraries.mjs', 'python.mjs']) {
    await cp(path.join('scripts', name), path.join(home, 'scripts', name));
  }
  const runtime = path.join(home, 'node_modules', 'onnxruntime-node');
  await mkdir(path.join(runtime, 'bin', 'napi-v6', process.platform, process.arch), {
    recursive: true,
  });
  await cp(manifest, path.join(runtime, 'package.json'));
  await mkdir(path.join(home, 'bin'));
  const smi = path.join(home, 'bin', 'nvidia-smi');
  await writeFile(smi, '#!/bin/sh\necho "580.10, GPU-1, A card"\necho "580.10, GPU-2, Another"\n');
  await chmod(smi, 0o755);
});
afterAll(() => rm(home, { recursive: true }));

function cuda(options: readonly string[], env: Readonly<Record<string, string>> = {}) {
  const { status, stdout, stderr } = spawnSync(process.execPath, ['scripts/cuda.mjs', ...options], {
    cwd: home,
    encoding: 'utf8',
    env: {
      ...process.env,
      PATH: `${path.join(home, 'bin')}:${process.env['PATH']}`,
      // Whatever asks a registry ends here.
      PIP_INDEX_URL: 'http://127.0.0.1:9/simple',
      PIP_EXTRA_INDEX_URL: '',
      PIP_RETRIES: '0',
      ...env,
    },
  });
  return { status, said: `${stdout}${stderr}` };
}

const provider = () =>
  path.join(home, 'node_modules/onnxruntime-node/bin/napi-v6', process.platform, process.arch);

/** A wheel of these files, as pip takes it. */
function wheel(folder: string, name: string, version: string, files: readonly string[]): void {
  const program = `
import sys, zipfile
folder, name, version, *files = sys.argv[1:]
about = f"{name}-{version}.dist-info"
with zipfile.ZipFile(f"{folder}/{name}-{version}-py3-none-any.whl", "w") as wheel:
    for file in files:
        wheel.writestr(file, file)
    wheel.writestr(f"{about}/METADATA", f"Metadata-Version: 2.1\\nName: {name}\\nVersion: {version}\\n")
    wheel.writestr(f"{about}/WHEEL", "Wheel-Version: 1.0\\nGenerator: test\\nRoot-Is-Purelib: true\\nTag: py3-none-any\\n")
    wheel.writestr(f"{about}/RECORD", "")
`;
  execFileSync('python3', ['-c', program, folder, name, version, ...files]);
}

async function runtimeVersion(): Promise<string> {
  return z.object({ version: z.string() }).parse(JSON.parse(await readFile(manifest, 'utf8')))
    .version;
}

async function wheels(): Promise<string> {
  const folder = await mkdtemp(path.join(home, 'wheels-'));
  const capi = PROVIDERS.map((name) => `onnxruntime/capi/${name}`);
  wheel(folder, 'onnxruntime_gpu', await runtimeVersion(), capi);
  return folder;
}

test('with a folder of wheels it needs no network; the provider lies beside its runtime', async () => {
  const folder = await wheels();
  const libraries = {
    nvidia_cublas: '13.1',
    nvidia_cuda_runtime: '13.0',
    nvidia_cuda_nvrtc: '13.0',
    nvidia_nvjitlink: '13.0',
    nvidia_cufft: '12.0',
    nvidia_curand: '10.4',
    nvidia_cudnn_cu13: '9.19',
  };
  for (const [name, version] of Object.entries(libraries)) {
    wheel(folder, name, version, [`nvidia/${name}/lib/lib${name}.so`]);
  }
  const { said } = cuda(['--from', folder]);
  expect(said).toContain('Driver 580.10; A card, Another.');
  expect((await readdir(provider())).sort()).toEqual(PROVIDERS.toSorted());
  expect((await readdir(path.join(home, '.cuda/nvidia'))).sort()).toEqual(
    Object.keys(libraries).sort(),
  );
  expect(cuda(['--remove']).status).toBe(0);
});

test('libraries that are there already are used where they lie', async () => {
  const torch = path.join(home, 'site-packages', 'nvidia');
  for (const [part, names] of [
    ['cu13', ['libcudart.so.13', 'libcublas.so.13']],
    ['cudnn', ['libcudnn.so.9']],
  ] as const) {
    await mkdir(path.join(torch, part, 'lib'), { recursive: true });
    for (const name of names) await writeFile(path.join(torch, part, 'lib', name), '');
  }
  cuda(['--from', await wheels(), '--libraries', torch]);
  const linked = await readdir(path.join(home, '.cuda'), { recursive: true });
  expect(linked.filter((name) => name.endsWith('lib'))).toHaveLength(2);
  expect((await readdir(provider())).sort()).toEqual(PROVIDERS.toSorted());
  expect(cuda(['--remove']).status).toBe(0);
});

test('what is missing is said, and nothing stays half installed', async () => {
  const toolkit = path.join(home, 'toolkit');
  await mkdir(path.join(toolkit, 'lib64'), { recursive: true });
  await writeFile(path.join(toolkit, 'lib64', 'libcudart.so.13'), '');
  expect(cuda(['--libraries', toolkit])).toEqual({
    status: 1,
    said:
      'Driver 580.10; A card, Another.\n' +
      `${toolkit} has no libcublas.so.13 and no libcudnn.so.9; name the folder of CUDA 13’s libraries with cuDNN 9, or leave --libraries out.\n`,
  });
  const empty = await mkdtemp(path.join(home, 'empty-'));
  const { status, said } = cuda(['--from', empty]);
  expect([status, said.includes('failed; see above.')]).toEqual([1, true]);
  expect((await readdir(home)).filter((name) => name.startsWith('.cuda'))).toEqual([]);
  expect(await readdir(provider())).toEqual([]);
});

test('GPUs that are hidden from us are not there', () => {
  expect(cuda(['--check'], { CUDA_VISIBLE_DEVICES: '-1' })).toEqual({
    status: 1,
    said: 'CUDA_VISIBLE_DEVICES leaves none of the GPUs: set it to one that is there, or unset it.\n',
  });
  expect(cuda(['--check'], { CUDA_VISIBLE_DEVICES: 'GPU-2' }).said).toMatch(
    /^Driver 580.10; Another\./,
  );
});
