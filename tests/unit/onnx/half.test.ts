import { at } from '@/lib/at';
import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { fromHalves, toHalves } from '@/lib/onnx/half';

const ALL = Uint16Array.from({ length: 2 ** 16 }, (_, half) => half);
const INFINITY = 0x7c00;

/** The bits of numbers, by which −0 is another than 0. */
const bitsOf = (numbers: Float32Array) => new Uint32Array(numbers.buffer);
const half = (number: number) => toHalves(Float32Array.of(number))[0] ?? Number.NaN;

test('all 65,536 halves are what numpy takes them for', () => {
  const numbers = fromHalves(ALL);
  expect(numbers.filter(Number.isNaN)).toHaveLength(2 * 1023);
  const words = bitsOf(numbers.map((x) => (Number.isNaN(x) ? 0 : x)));
  // np.arange(65536, dtype='<u2').view('<f2').astype('<f4'), with 0 for NaN.
  expect(createHash('sha256').update(words).digest('hex')).toBe(
    'faa6d965574036872b0d39a42d1f8bee361d5be92b1e718155a69556a5abacdd',
  );
});

test('every half comes back from its number; NaN as one', () => {
  const numbers = fromHalves(ALL);
  const wanted = ALL.map((bits, i) => (Number.isNaN(numbers[i]) ? 0x7e00 : bits));
  expect(toHalves(numbers)).toEqual(wanted);
});

test('between any two halves rounding turns in the middle, which goes to the even one', () => {
  const wrong: string[] = [];
  const expectHalf = (word: number, wanted: number) => {
    const number = new Float32Array(Uint32Array.of(word).buffer);
    for (const sign of [1, -1]) {
      const got = half(sign * at(number, 0));
      if (got !== (sign < 0 ? wanted | 0x8000 : wanted)) wrong.push(`${number[0]}: ${got}`);
    }
  };
  for (let low = 0; low < INFINITY; low += 1) {
    const high = low + 1;
    // Beyond the largest half comes 2^16 as far as rounding goes.
    const [from = 0, next = 0] = fromHalves(Uint16Array.of(low, high));
    const to = high === INFINITY ? 2 ** 16 : next;
    const [middle = 0] = bitsOf(Float32Array.of((from + to) / 2));
    expectHalf(middle - 1, low);
    expectHalf(middle, low % 2 === 0 ? low : high);
    expectHalf(middle + 1, high);
  }
  expect(wrong).toEqual([]);
});

test('a larger number has no smaller half', () => {
  const finite = fc.float({ noNaN: true });
  fc.assert(
    fc.property(finite, finite, (a, b) => {
      const [x = 0, y = 0] = fromHalves(Uint16Array.of(half(a), half(b)));
      expect(a <= b ? x <= y : x >= y).toBe(true);
    }),
  );
});

test.each([
  [65520, INFINITY],
  [-Infinity, INFINITY | 0x8000],
  [1e30, INFINITY],
  [2 ** -25, 0],
  [-(2 ** -149), 0x8000],
  [-0, 0x8000],
  [Number.NaN, 0x7e00],
])('%d is the half of bits %d', (number, bits) => {
  expect(half(number)).toBe(bits);
});

test('a part of a larger array is converted, and nothing beside it', () => {
  const numbers = Float32Array.of(1, 2, 3, 4).subarray(1, 3);
  expect([...fromHalves(toHalves(numbers))]).toEqual([2, 3]);
});
