import { tensor, zipWith, type Tensor } from '../tensor';
import type { Conditioner } from './conditioning';
import type { ClipStates } from './vanilla';

/** CLIP states `[1, L, D]` → what the SUR-adapter makes of them, `[1, L, D]`. */
export type SurAdapter = (states: Tensor) => Promise<Tensor>;

/**
 * SUR-adapter (arXiv 2305.05189): CLIP's states, refined. The prompt and the negative one both go
 * through it.
 */
export function surConditioner(clip: ClipStates, refine: SurAdapter): Conditioner {
  return async (prompt) => {
    const states = await refine(await clip(prompt));
    return { at: () => states };
  };
}

/**
 * What the adapter would give with another mixing weight: `eta` times what it adds and `1 − eta`
 * times CLIP's `states`, where `refined` was mixed with `own`, 0 < own ≤ 1.
 */
export function withEta(states: Tensor, refined: Tensor, own: number, eta: number): Tensor {
  const mixed = zipWith(states.data, refined.data, (v, c) => {
    const added = (c - (1 - own) * v) / own;
    return eta * added + (1 - eta) * v;
  });
  return tensor(mixed, states.dims);
}
