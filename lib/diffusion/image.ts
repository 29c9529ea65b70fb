import { at } from '@/lib/at';
import { tensor, type Tensor } from './tensor';

/** An RGB picture, 8 bits a channel, row-major. */
export interface RgbImage {
  readonly width: number;
  readonly height: number;
  readonly rgb: Uint8Array;
}

/** Decoded samples `[B, 3, H, W]` in −1..1 → one picture each. */
export function toImages(sample: Tensor): RgbImage[] {
  const [batch = 0, , height = 0, width = 0] = sample.dims;
  const plane = width * height;
  return Array.from({ length: batch }, (_, b) => {
    const rgb = new Uint8Array(3 * plane);
    for (let channel = 0; channel < 3; channel += 1) {
      const source = sample.data.subarray((3 * b + channel) * plane, (3 * b + channel + 1) * plane);
      for (let i = 0; i < plane; i += 1) {
        const share = Math.min(Math.max((source[i] ?? Number.NaN) / 2 + 0.5, 0), 1);
        rgb[3 * i + channel] = Math.round(share * 255);
      }
    }
    return { width, height, rgb };
  });
}

/** A picture → `[1, 3, H, W]` in −1..1. */
export function fromImage({ rgb, width, height }: RgbImage): Tensor {
  const plane = width * height;
  const data = new Float32Array(3 * plane);
  rgb.forEach((value, i) => {
    data[(i % 3) * plane + Math.floor(i / 3)] = value / 127.5 - 1;
  });
  return tensor(data, [1, 3, height, width]);
}

/** Peak signal-to-noise ratio of two 8-bit pictures of one size, in dB; Infinity when they are equal. */
export function psnr(a: Uint8Array, b: Uint8Array): number {
  if (a.length === 0 || a.length !== b.length) throw new RangeError('The pictures differ in size.');
  const squares = a.reduce((sum, value, i) => sum + (value - at(b, i)) ** 2, 0);
  return 10 * Math.log10((255 ** 2 * a.length) / squares);
}
