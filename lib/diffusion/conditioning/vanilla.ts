import type { Tensor } from '../tensor';
import { oneByOne, type Conditioner } from './conditioning';

/** A prompt → the frozen CLIP text encoder's last hidden state `[1, L, D]`, after the final norm. */
export type ClipStates = (prompt: string) => Promise<Tensor>;

/** The model's own frozen CLIP text encoder, as Stable Diffusion uses it (arXiv 2112.10752). */
export function vanillaConditioner(clip: ClipStates): Conditioner {
  return oneByOne(async (prompt) => {
    const states = await clip(prompt);
    return { at: () => states };
  });
}
