import { expect, test } from 'vitest';
import { METHOD_NAMES, METHODS } from '@/lib/methods';

type Oklch = readonly [lightness: number, chroma: number, hue: number];

/** WCAG's relative luminance of an OKLCH colour (Björn Ottosson's matrices), clipped to sRGB. */
function luminance([l, c, h]: Oklch): number {
  const [a, b] = [c * Math.cos((h * Math.PI) / 180), c * Math.sin((h * Math.PI) / 180)];
  const long = (l + 0.3963377774 * a + 0.2158037573 * b) ** 3;
  const middle = (l - 0.1055613458 * a - 0.0638541728 * b) ** 3;
  const short = (l - 0.0894841775 * a - 1.291485548 * b) ** 3;
  const clip = (value: number) => Math.min(1, Math.max(0, value));
  return (
    0.2126 * clip(4.0767416621 * long - 3.3077115913 * middle + 0.2309699292 * short) +
    0.7152 * clip(-1.2684380046 * long + 2.6097574011 * middle - 0.3413193965 * short) +
    0.0722 * clip(-0.0041960863 * long - 0.7034186147 * middle + 1.707614701 * short)
  );
}

function contrast(one: Oklch, other: Oklch): number {
  const [dark, light] = [luminance(one), luminance(other)].sort((a, b) => a - b);
  return ((light ?? NaN) + 0.05) / ((dark ?? NaN) + 0.05);
}

/** As globals.css has them: paper and a white card; night and a card of dusk. */
const LIGHT: readonly Oklch[] = [
  [0.99, 0.004, 205],
  [1, 0, 0],
];
const DARK: readonly Oklch[] = [
  [0.19, 0.02, 230],
  [0.25, 0.025, 230],
];

const colours = [
  ...METHOD_NAMES.map((name) => [name, METHODS[name].colour] as const),
  ['CONTROL', 'oklch(0.6 0 0)'] as const,
];

test('white on black is 21 to 1', () => {
  expect(contrast([1, 0, 0], [0, 0, 0])).toBeCloseTo(21, 3);
});

test.each(colours)('%s can be read as text, and its bars seen, in both themes', (_name, colour) => {
  const [l, c, h] = (colour.match(/[\d.]+/g) ?? []).map(Number);
  if (l === undefined || c === undefined || h === undefined) throw new Error(colour);
  for (const ground of LIGHT)
    expect(contrast([Math.min(l, 0.5), c, h], ground)).toBeGreaterThan(4.5);
  for (const ground of DARK) {
    expect(contrast([Math.max(l, 0.75), c, h], ground)).toBeGreaterThan(4.5);
    expect(contrast([l + 0.15, c, h], ground)).toBeGreaterThan(3);
  }
});
