import { createHash } from 'node:crypto';
import { expect, test } from 'vitest';
import { randn } from '@/lib/diffusion/noise';
import { CpuGenerator } from '@/lib/diffusion/noise/cpu';
import vectors from '@/tests/fixtures/vectors/noise.json';

test.each(vectors)('torch.randn from seed $seed, in three calls, bit for bit', (vector) => {
  const generator = new CpuGenerator(BigInt(vector.seed));
  for (const call of vector.calls) {
    const bytes = new Uint8Array(generator.normal(call.count).buffer);
    expect(createHash('sha256').update(bytes).digest('hex')).toBe(call.sha256);
  }
});

test("philox equals CUDA's published numbers", () => {
  const golden = [-0.92466259, -0.42534415, -2.6438457, 0.14518388];
  const drawn = [...randn('philox', 0n, [4]).data];
  for (const [i, value] of golden.entries()) expect(drawn[i]).toBeCloseTo(value, 6);
});

test('philox seeds beyond 32 bits count', () => {
  const low = randn('philox', 1n, [4]).data;
  expect(randn('philox', 1n + 2n ** 32n, [4]).data).not.toEqual(low);
});
