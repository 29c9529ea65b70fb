import { at } from '@/lib/at';
import { tensor, type Tensor } from '../tensor';
import type { Conditioner } from './conditioning';

/** `[1, L, D]` and `[1, M, D]` → `[1, L + M, D]`. */
function sideBySide(first: Tensor, second: Tensor): Tensor {
  const data = new Float32Array(first.data.length + second.data.length);
  data.set(first.data);
  data.set(second.data, first.data.length);
  return tensor(data, [1, at(first.dims, 1) + at(second.dims, 1), at(first.dims, 2)]);
}

/**
 * The text states of both side by side: the UNet attends to either's tokens as it finds them. So ELLA's authors
 * recommend their connector's together with CLIP's (arXiv 2403.05135, the published code's notes).
 */
export function beside(first: Conditioner, second: Conditioner): Conditioner {
  return async (prompts, timesteps) => {
    const left = await first(prompts, timesteps);
    const right = await second(prompts, timesteps);
    return left.map((own, i) => {
      const other = at(right, i);
      return { at: (index) => sideBySide(own.at(index), other.at(index)) };
    });
  };
}
