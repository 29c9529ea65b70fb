import { expect, test } from 'vitest';
import { guide } from '@/lib/diffusion/guidance';
import { toImages } from '@/lib/diffusion/image';
import { randn } from '@/lib/diffusion/noise';
import { tensor } from '@/lib/diffusion/tensor';
import vectors from '@/tests/fixtures/vectors/diffusers.json';

const both = tensor(Float32Array.of(0, 1, 2, 3, 1, 3, 2, 7), [2, 1, 2, 2]);

test('guidance moves from the unconditional past the conditional prediction', () => {
  const guided = guide(both, 2);
  expect(guided.dims).toEqual([1, 1, 2, 2]);
  expect([...guided.data]).toEqual([2, 5, 2, 11]);
});

test.each(vectors.guidance)(
  'guidance by $scale, rescaled by $rescale, is that of diffusers for each of two pictures',
  ({ scale, rescale, out }) => {
    const deviations = [1, 2, 0.5, 3];
    const { data, dims } = randn('cpu', 0n, [4, 4, 2, 2]);
    const spread = data.map((x, i) => x * (deviations[Math.floor(i / 16)] ?? Number.NaN));
    const guided = guide(tensor(spread, dims), scale, rescale);
    expect(guided.dims).toEqual([2, 4, 2, 2]);
    out.forEach((value, i) => expect(guided.data[i]).toBeCloseTo(value, 4));
  },
);

test('samples become bytes, clamped and interleaved', () => {
  const [image] = toImages(tensor(Float32Array.of(-2, 1, 0, -1, 3, 0), [1, 3, 1, 2]));
  expect(image).toEqual({ width: 2, height: 1, rgb: Uint8Array.of(0, 128, 255, 255, 0, 128) });
});
