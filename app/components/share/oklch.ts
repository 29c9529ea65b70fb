type Oklch = readonly [lightness: number, chroma: number, hue: number];

/** An OKLCH colour's light by sRGB's primaries (Björn Ottosson's matrices), clipped to what a screen can show. */
export function linearRgb([l, c, h]: Oklch): readonly [number, number, number] {
  const [a, b] = [c * Math.cos((h * Math.PI) / 180), c * Math.sin((h * Math.PI) / 180)];
  const long = (l + 0.3963377774 * a + 0.2158037573 * b) ** 3;
  const middle = (l - 0.1055613458 * a - 0.0638541728 * b) ** 3;
  const short = (l - 0.0894841775 * a - 1.291485548 * b) ** 3;
  const clip = (value: number) => Math.min(1, Math.max(0, value));
  return [
    clip(4.0767416621 * long - 3.3077115913 * middle + 0.2309699292 * short),
    clip(-1.2684380046 * long + 2.6097574011 * middle - 0.3413193965 * short),
    clip(-0.0041960863 * long - 0.7034186147 * middle + 1.707614701 * short),
  ];
}

/** The three numbers of `oklch(lightness chroma hue)`. */
export function oklchOf(css: string): Oklch {
  const [l, c, h] = (css.match(/[\d.]+/g) ?? []).map(Number);
  if (l === undefined || c === undefined || h === undefined) {
    throw new Error(`Not an OKLCH colour: ${css}`);
  }
  return [l, c, h];
}

/** `oklch(…)` as `#rrggbb`, for what draws cards and knows no other colours. */
export function hexOf(css: string): string {
  const channels = linearRgb(oklchOf(css)).map((light) => {
    const value = light <= 0.0031308 ? 12.92 * light : 1.055 * light ** (1 / 2.4) - 0.055;
    return Math.round(255 * value)
      .toString(16)
      .padStart(2, '0');
  });
  return `#${channels.join('')}`;
}
