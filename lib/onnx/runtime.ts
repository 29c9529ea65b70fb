import { existsSync } from 'node:fs';
import { createRequire } from 'node:module';
import { availableParallelism } from 'node:os';
import path from 'node:path';
import type { InferenceSession } from 'onnxruntime-node';
import { z } from 'zod';
import { DeviceError } from './errors';

/** `cpu`, or one CUDA device. */
export type Device = 'cpu' | `cuda:${number}`;

const packageJson = z.object({ version: z.string() });
const load = createRequire(import.meta.url);

/** The versions that a picture depends on beside the model's weights. */
export function runtimeVersions(): { onnxruntime: string; node: string; platform: string } {
  const manifest: unknown = load('onnxruntime-node/package.json');
  return {
    onnxruntime: packageJson.parse(manifest).version,
    node: process.versions.node,
    platform: `${process.platform}-${process.arch}`,
  };
}

function cudaIndex(device: Device): number | undefined {
  return device === 'cpu' ? undefined : Number(device.slice('cuda:'.length));
}

/** Whether ONNX Runtime has its CUDA provider: a file beside it, which its own list of backends omits. */
function hasCuda(): boolean {
  const home = path.dirname(load.resolve('onnxruntime-node/package.json'));
  const folder = path.join(home, 'bin', 'napi-v6', process.platform, process.arch);
  return ['libonnxruntime_providers_cuda.so', 'onnxruntime_providers_cuda.dll'].some((name) =>
    existsSync(path.join(folder, name)),
  );
}

/**
 * The device to use for what `DEVICE` asked: `auto` takes CUDA when ONNX Runtime has its provider.
 * Throws DeviceError for a device that cannot be had; there is no silent fallback to the CPU.
 */
export function chooseDevice(asked: string): Device {
  if (asked === 'auto') return hasCuda() ? 'cuda:0' : 'cpu';
  if (asked === 'cpu') return 'cpu';
  const match = /^cuda(?::(\d+))?$/.exec(asked);
  if (!match) {
    throw new DeviceError(`DEVICE is "${asked}"; write auto, cpu or cuda:0.`);
  }
  if (!hasCuda()) {
    throw new DeviceError(
      `DEVICE asks for ${asked}, but this ONNX Runtime has no CUDA provider; install it with ` +
        'npm run cuda, or set DEVICE=cpu.',
    );
  }
  const [, gpu = 0] = match;
  return `cuda:${Number(gpu)}`;
}

/**
 * Session options for `device`. `threads` counts for the CPU only (0: as many as there are): beside a GPU a pool of them
 * would do nothing but spin.
 */
export function sessionOptions(device: Device, threads: number): InferenceSession.SessionOptions {
  const index = cudaIndex(device);
  return {
    executionProviders: index === undefined ? ['cpu'] : [{ name: 'cuda', deviceId: index }],
    graphOptimizationLevel: 'all',
    intraOpNumThreads: index === undefined ? threads || availableParallelism() : 1,
    logSeverityLevel: 3,
  };
}
