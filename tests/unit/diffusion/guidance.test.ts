import { expect, test } from 'vitest';
import { guide } from '@/lib/diffusion/guidance';
import { toImages } from '@/lib/diffusion/image';
import { tensor } from '@/lib/diffusion/tensor';

const both = tensor(Float32Array.of(0, 1, 2, 3, 1, 3, 2, 7), [2, 1, 2, 2]);

test('guidance moves from the unconditional past the conditional prediction', () => {
  const guided = guide(both, 2);
  expect(guided.dims).toEqual([1, 1, 2, 2]);
  expect([...guided.data]).toEqual([2, 5, 2, 11]);
});

test('full rescale keeps the deviation of the conditional prediction', () => {
  const deviation = (values: Float32Array) => {
    const mean = values.reduce((a, b) => a + b) / values.length;
    return Math.sqrt(values.reduce((sum, x) => sum + (x - mean) ** 2, 0) / (values.length - 1));
  };
  const rescaled = guide(both, 7, 1).data;
  expect(deviation(rescaled)).toBeCloseTo(deviation(both.data.subarray(4)), 5);
});

test('samples become bytes, clamped and interleaved', () => {
  const [image] = toImages(tensor(Float32Array.of(-2, 1, 0, -1, 3, 0), [1, 3, 1, 2]));
  expect(image).toEqual({ width: 2, height: 1, rgb: Uint8Array.of(0, 128, 255, 255, 0, 128) });
});
