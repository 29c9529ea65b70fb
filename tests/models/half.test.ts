import { afterEach, expect, test, vi } from 'vitest';
import type { Conditioner } from '@/lib/diffusion/conditioning/conditioning';
import { tensor } from '@/lib/diffusion/tensor';
import { openBase, type GenerateRequest } from '@/lib/models/base';
import { fromHalves, toHalves } from '@/lib/onnx/half';
import { NativeSession } from '@/lib/onnx/native-session';
import { weightsAt } from '@/lib/onnx/weights';
import { onCpu } from '../support/sessions';

const runtime = onCpu(2);
const base = await openBase('models/sarovar-64', { ...runtime, verifyHashes: false });

/** What ONNX Runtime is given. */
const running = vi.spyOn(NativeSession.prototype, 'run');
afterEach(() => void running.mockClear());

const REQUEST: GenerateRequest = {
  prompt: 'a red balloon',
  negativePrompt: '',
  seeds: [5n],
  steps: 4,
  guidanceScale: 4,
  guidanceRescale: 0,
  scheduler: 'ddim',
  noise: 'cpu',
  width: 64,
  height: 64,
  previewEvery: 0,
};

/** The vanilla method, with text states that are made anew at each step, as ELLA's are. */
const changing: Conditioner = async (prompts, timesteps) =>
  (await base.vanilla(prompts, timesteps)).map((states) => ({
    at(index) {
      const { data, dims } = states.at(index);
      return tensor(data.slice(), dims);
    },
  }));

test('text states are converted once while they stay the same, and the picture is the same', async () => {
  const statesOf = async (conditioner: Conditioner) => {
    running.mockClear();
    const [image] = await base.generate(REQUEST, {}, [conditioner]);
    const given = running.mock.calls.flatMap(([{ encoder_hidden_states }]) =>
      encoder_hidden_states ? [encoder_hidden_states] : [],
    );
    expect(given).toHaveLength(REQUEST.steps);
    return { image, conversions: new Set(given).size };
  };
  const constant = await statesOf(base.vanilla);
  const anew = await statesOf(changing);
  expect([constant.conversions, anew.conversions]).toEqual([1, REQUEST.steps]);
  expect(constant.image).toEqual(anew.image);
});

test('a network of half precision gets its numbers rounded, and gives them back as they are', async () => {
  // Gives `sample` as halves, and the sum of both inputs in single precision.
  const file = 'tests/fixtures/halves.onnx';
  const session = await runtime.sessions.open(await weightsAt(file, 'halves.onnx', runtime));
  const numbers = Float32Array.from({ length: 1000 }, (_, i) => Math.sin(i) * 10 ** ((i % 12) - 8));
  const [sample, states] = [tensor(numbers, [1000]), tensor(numbers.toReversed(), [1000])];
  const rounded = fromHalves(toHalves(numbers));
  for (let run = 0; run < 3; run += 1) {
    const same = await session.run({ sample }, 'same', { states });
    expect(same).toEqual(tensor(rounded, [1000]));
    const sum = await session.run({ sample }, 'sum', { states });
    expect(sum.data).toEqual(rounded.map((x, i) => x + (rounded[999 - i] ?? Number.NaN)));
  }
  expect(new Set(running.mock.calls.map(([inputs]) => inputs['states'])).size).toBe(1);
});
