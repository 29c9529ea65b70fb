import type { Tensor } from '../tensor';
import type { ClipTokenizer } from '../tokenizers/clip';
import type { Conditioner } from './conditioning';

/** Token ids `[L]` → last hidden state `[1, L, D]`, after the final layer norm. */
export type TextEncoder = (ids: readonly number[]) => Promise<Tensor>;

/** The model's own frozen CLIP text encoder, as Stable Diffusion uses it (arXiv 2112.10752). */
export function vanillaConditioner(tokenizer: ClipTokenizer, encode: TextEncoder): Conditioner {
  return async (prompt) => {
    const states = await encode(tokenizer.encode(prompt).ids);
    return { at: () => states };
  };
}
