import { expect, test } from 'vitest';
import { z } from 'zod';
import { at } from '@/lib/at';
import { guider, isGuided } from '@/lib/diffusion/guidance';
import { toImages } from '@/lib/diffusion/image';
import { randn } from '@/lib/diffusion/noise';
import { tensor } from '@/lib/diffusion/tensor';
import guiders from '@/tests/fixtures/vectors/guidance.json';
import vectors from '@/tests/fixtures/vectors/diffusers.json';

const both = tensor(Float32Array.of(0, 1, 2, 3, 1, 3, 2, 7), [2, 1, 2, 2]);

test('guidance moves from the unconditional past the conditional prediction', () => {
  const guided = guider({ guidanceScale: 2, guidanceRescale: 0 })(both);
  expect(guided.dims).toEqual([1, 1, 2, 2]);
  expect([...guided.data]).toEqual([2, 5, 2, 11]);
});

const DEVIATIONS = [1, 2, 0.5, 3];

/** Two pictures' predictions, each of another size. */
function predictions(step: number) {
  const { data, dims } = randn('cpu', BigInt(step), [4, 4, 2, 2]);
  const spread = data.map((x, i) => x * at(DEVIATIONS, Math.floor(i / 16)));
  return tensor(spread, dims);
}

test.each(vectors.guidance)(
  'guidance by $scale, rescaled by $rescale, is that of diffusers for each of two pictures',
  ({ scale, rescale, out }) => {
    const guided = guider({ guidanceScale: scale, guidanceRescale: rescale })(predictions(0));
    expect(guided.dims).toEqual([2, 4, 2, 2]);
    out.forEach((value, i) => expect(guided.data[i]).toBeCloseTo(value, 4));
  },
);

const modeSchema = z.enum(['APG', 'CFG_ZERO_STAR']);

test.each(guiders)(
  '$mode by $scale, rescaled by $rescale, is that of diffusers on each of three steps',
  ({ mode, scale, rescale, steps }) => {
    const guidanceMode = modeSchema.parse(mode);
    const guide = guider({ guidanceScale: scale, guidanceRescale: rescale, guidanceMode });
    for (const [step, out] of steps.entries()) {
      const guided = guide(predictions(step));
      expect(guided.dims).toEqual([2, 4, 2, 2]);
      out.forEach((value, i) => expect(guided.data[i]).toBeCloseTo(value, 4));
    }
  },
);

test('equal predictions are guided nowhere', () => {
  const same = tensor(Float32Array.of(1, 2, 3, 4, 1, 2, 3, 4), [2, 1, 2, 2]);
  for (const guidanceMode of modeSchema.options) {
    const guided = guider({ guidanceScale: 9, guidanceRescale: 0, guidanceMode })(same);
    guided.data.forEach((value, i) => expect(value).toBeCloseTo(i + 1, 5));
  }
});

test.each([
  [{}, [0, 1, 2, 3, 4, 5, 6, 7, 8, 9]],
  [{ guidanceFrom: 0.25 }, [2, 3, 4, 5, 6, 7, 8, 9]],
  [{ guidanceFrom: 0.3, guidanceTo: 0.8 }, [3, 4, 5, 6, 7]],
  [{ guidanceTo: 0.05 }, []],
  [{ guidanceScale: 1 }, []],
])('%o of ten steps guides %o, as diffusers counts', (interval, steps) => {
  const guidance = { guidanceScale: 7.5, guidanceRescale: 0, ...interval };
  const all = Array.from({ length: 10 }, (_, i) => i);
  expect(all.filter((i) => isGuided(guidance, i, 10))).toEqual(steps);
});

test('samples become bytes, clamped and interleaved', () => {
  const [image] = toImages(tensor(Float32Array.of(-2, 1, 0, -1, 3, 0), [1, 3, 1, 2]));
  expect(image).toEqual({ width: 2, height: 1, rgb: Uint8Array.of(0, 128, 255, 255, 0, 128) });
});
