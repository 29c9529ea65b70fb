import { expect, test } from 'vitest';
import { spectra } from '@/lib/diffusion/spectrum';
import { tensor } from '@/lib/diffusion/tensor';

const SIDE = 16;

function plane(value: (x: number, y: number) => number): Float32Array {
  return Float32Array.from({ length: SIDE * SIDE }, (_, i) =>
    value(i % SIDE, Math.floor(i / SIDE)),
  );
}

/** One picture of one channel. */
function spectrum(value: (x: number, y: number) => number) {
  return spectra(tensor(plane(value), [1, 1, SIDE, SIDE]))[0];
}

test('one wave across the picture is low, a chequerboard high, whatever the mean', () => {
  const wave = spectrum((x) => 7 + Math.cos((2 * Math.PI * x) / SIDE));
  expect(wave?.low).toBeCloseTo(1, 5);
  const board = spectrum((x, y) => 7 + (-1) ** (x + y));
  expect(board?.high).toBeCloseTo(1, 5);
});

test('power is the square of the amplitude', () => {
  const both = spectrum(
    (x) => 2 * Math.cos((2 * Math.PI * x) / SIDE) + Math.cos((2 * Math.PI * 3 * x) / SIDE),
  );
  expect(both?.low).toBeCloseTo(0.8, 5);
  expect(both?.middle).toBeCloseTo(0.2, 5);
});

test('each picture has its own spectrum, all channels together', () => {
  const low = plane((x) => Math.cos((2 * Math.PI * x) / SIDE));
  const high = plane((x, y) => (-1) ** (x + y) / Math.SQRT2);
  const data = Float32Array.of(...low, ...low, ...low, ...high);
  const [first, second] = spectra(tensor(data, [2, 2, SIDE, SIDE]));
  expect(first?.low).toBeCloseTo(1, 5);
  expect(second?.low).toBeCloseTo(0.5, 5);
  expect(second?.high).toBeCloseTo(0.5, 5);
});
