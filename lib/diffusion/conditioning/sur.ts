import type { Tensor } from '../tensor';
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
