import { at } from '@/lib/at';
import { rows, type Tensor } from './tensor';

/** How the power of a picture's latents is spread over spatial frequencies; sums to 1. */
export interface Spectrum {
  /** Up to an eighth of the sampling rate: layout. */
  readonly low: number;
  /** Up to a quarter. */
  readonly middle: number;
  /** Above: edges and texture. */
  readonly high: number;
}

/** The discrete Fourier transform's power of a real `side` × `side` plane, row-major. */
function power(plane: Float32Array, height: number, width: number): Float64Array {
  const spectrum = new Float64Array(plane.length);
  for (let v = 0; v < height; v += 1) {
    for (let u = 0; u < width; u += 1) {
      let re = 0;
      let im = 0;
      for (let y = 0; y < height; y += 1) {
        for (let x = 0; x < width; x += 1) {
          const angle = -2 * Math.PI * ((u * x) / width + (v * y) / height);
          const value = at(plane, y * width + x);
          re += value * Math.cos(angle);
          im += value * Math.sin(angle);
        }
      }
      spectrum[v * width + u] = re ** 2 + im ** 2;
    }
  }
  return spectrum;
}

/**
 * The spectrum of each picture's latents `[B, C, h, w]`, all channels together, without the mean
 * (frequency zero). A direct sum, which is enough for latents of some tens of cells a side.
 */
export function spectra(latents: Tensor): Spectrum[] {
  const [batch = 0, channels = 0, height = 0, width = 0] = latents.dims;
  return Array.from({ length: batch }, (_, index) => {
    const { data } = rows(latents, index, 1);
    const bands = { low: 0, middle: 0, high: 0 };
    for (let channel = 0; channel < channels; channel += 1) {
      const plane = data.subarray(channel * height * width, (channel + 1) * height * width);
      for (const [i, value] of power(plane, height, width).entries()) {
        const x = i % width;
        const y = Math.floor(i / width);
        const frequency = Math.hypot(
          Math.min(x, width - x) / width,
          Math.min(y, height - y) / height,
        );
        if (frequency === 0) continue;
        if (frequency <= 1 / 8) bands.low += value;
        else if (frequency <= 1 / 4) bands.middle += value;
        else bands.high += value;
      }
    }
    const total = bands.low + bands.middle + bands.high;
    return { low: bands.low / total, middle: bands.middle / total, high: bands.high / total };
  });
}
