import { expect, test } from 'vitest';
import { fromHalfBits, toHalfBits } from '@/lib/onnx/half';

test.each([0, -0, 1, -2.5, 65504, 70000, 2 ** -24, 2 ** -14, 0.1, 1 / 3])(
  'half precision keeps %f as well as it can',
  (value) => {
    const back = fromHalfBits(toHalfBits(value));
    if (Math.abs(value) > 65504) expect(back).toBe(Infinity);
    else expect(Math.abs(back - value)).toBeLessThanOrEqual(Math.abs(value) * 2 ** -11);
  },
);
