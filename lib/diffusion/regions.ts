import { at } from '@/lib/at';
import type { Box } from './conditioning/conditioning';
import { rows, sizeOf, tensor, type Tensor } from './tensor';

/** Whether a box has the middle of the cell `place` of `cells` along one axis. */
function has(from: number, to: number, place: number, cells: number): boolean {
  const middle = (place + 0.5) / cells;
  return middle >= from && middle < to;
}

/**
 * What a picture's predictions become together (MultiDiffusion, arXiv 2302.08113, equation 5 with masks of 0 and 1): in
 * each place the mean of those whose box has it, elsewhere that of the whole prompt. `parts` are `[1 + boxes, C, h, w]`,
 * the whole prompt's first. Returns `[1, C, h, w]`.
 */
export function joinRegions(parts: Tensor, boxes: readonly Box[]): Tensor {
  const whole = rows(parts, 0, 1);
  const [, channels = 0, high = 0, wide = 0] = parts.dims;
  const joined = Float32Array.from(whole.data);
  const size = sizeOf(whole.dims);
  for (let y = 0; y < high; y += 1) {
    for (let x = 0; x < wide; x += 1) {
      const own = boxes.flatMap(({ left, top, right, bottom }, i) =>
        has(left, right, x, wide) && has(top, bottom, y, high) ? [i + 1] : [],
      );
      if (own.length === 0) continue;
      for (let channel = 0; channel < channels; channel += 1) {
        const place = (channel * high + y) * wide + x;
        const sum = own.reduce((total, part) => total + at(parts.data, part * size + place), 0);
        joined[place] = sum / own.length;
      }
    }
  }
  return tensor(joined, whole.dims);
}
