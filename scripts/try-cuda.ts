// Runs one convolution on every GPU and compares it with the CPU's; started by `npm run cuda`, which sets
// the library path first.
import { at } from '@/lib/at';
import path from 'node:path';
import { tensor } from '@/lib/diffusion/tensor';
import { chooseDevice, type Device } from '@/lib/onnx/runtime';
import { SessionPool } from '@/lib/onnx/session-pool';
import { weightsAt } from '@/lib/onnx/weights';
import { nvidiaDriver } from './cuda-libraries.mjs';

/** One Conv, since it is what needs cuDNN. */
const ONE_OPERATOR = path.join(import.meta.dirname, 'one-convolution.onnx');
const SIDE = 8;

const sessions = new SessionPool();

async function convolve(device: Device): Promise<Float32Array> {
  const weights = await weightsAt(ONE_OPERATOR, path.basename(ONE_OPERATOR), {
    device,
    threads: 1,
  });
  const network = await sessions.open(weights);
  const data = Float32Array.from({ length: SIDE * SIDE }, (_, i) => Math.sin(i));
  const { data: result } = await network.run({ x: tensor(data, [1, 1, SIDE, SIDE]) }, 'y');
  return result;
}

try {
  const expected = await convolve('cpu');
  for (const [index, name] of (nvidiaDriver()?.gpus ?? ['GPU']).entries()) {
    const device = chooseDevice(`cuda:${index}`);
    const got = await convolve(device);
    const worst = Math.max(...got.map((value, i) => Math.abs(value - at(expected, i))));
    // TF32, which cuDNN may use, has ten bits of fraction.
    if (!(worst < 1e-2)) throw new Error(`${device} is off by ${worst} from the CPU.`);
    console.log(`${device} (${name}) works; a convolution is within ${worst.toExponential(1)}.`);
  }
  await sessions.close();
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  process.exit(1);
}
