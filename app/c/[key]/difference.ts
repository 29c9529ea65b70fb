/** As decision 24 has it: a channel that differs by no more than this, of 255, looks the same. */
const SAME = 16;

/** Small differences are to be seen, too. */
const AMPLIFIED = 4;

interface Difference {
  /** Red, green, blue and alpha of a picture that is black where the two are the same. */
  readonly rgba: Uint8ClampedArray<ArrayBuffer>;
  /** Of the pixels that look different. */
  readonly share: number;
}

/** How two pictures of the same size differ, given the red, green, blue and alpha of their pixels. */
export function differenceOf(a: Uint8ClampedArray, b: Uint8ClampedArray): Difference {
  const rgba = new Uint8ClampedArray(a.length);
  let different = 0;
  for (let pixel = 0; pixel < a.length; pixel += 4) {
    let most = 0;
    for (let channel = pixel; channel < pixel + 3; channel += 1) {
      const by = Math.abs(Number(a[channel]) - Number(b[channel]));
      most = Math.max(most, by);
      rgba[channel] = AMPLIFIED * by;
    }
    rgba[pixel + 3] = 255;
    if (most > SAME) different += 1;
  }
  return { rgba, share: different / (a.length / 4) };
}
