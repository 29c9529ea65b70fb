import { at } from '@/lib/at';
import { expect, test } from 'vitest';
import { withEta } from '@/lib/diffusion/conditioning/sur';
import { tensor } from '@/lib/diffusion/tensor';

const states = tensor(Float32Array.of(1, -2), [1, 1, 2]);
const added = [5, 4];
const mixed = (eta: number) => states.data.map((v, i) => eta * at(added, i) + (1 - eta) * v);

test.each([0, 0.1, 0.5, 1])('η = %f mixes what the adapter adds anew', (eta) => {
  const refined = tensor(mixed(0.2), states.dims);
  withEta(states, refined, 0.2, eta).data.forEach((value, i) => {
    expect(value).toBeCloseTo(mixed(eta)[i] ?? Number.NaN, 5);
  });
});
