import { concatenate, rows, tensor, zipWith, type Tensor } from '../tensor';
import { oneByOne, type Conditioner } from './conditioning';
import type { ClipStates } from './vanilla';

/** CLIP states `[B, L, D]` → what the SUR-adapter makes of them, `[B, L, D]`. */
export type SurAdapter = (states: Tensor) => Promise<Tensor>;

/**
 * SUR-adapter (arXiv 2305.05189): CLIP's states, refined. The prompt and the negative one both go
 * through it.
 */
export function surConditioner(clip: ClipStates, refine: SurAdapter): Conditioner {
  return oneByOne(async (prompt) => {
    const states = await refine(await clip(prompt));
    return { at: () => states };
  });
}

/**
 * The published SUR-adapter: its transformer attends across the batch, so that with guidance each token of
 * the prompt attends to its twin in the negative one. The batch is one picture's, as in the original.
 */
export function surAcrossBatchConditioner(clip: ClipStates, refine: SurAdapter): Conditioner {
  return async (prompts) => {
    const states: Tensor[] = [];
    for (const prompt of prompts) states.push(await clip(prompt));
    const refined = await refine(concatenate(states));
    return prompts.map((_, index) => {
      const own = rows(refined, index, 1);
      return { at: () => own };
    });
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
