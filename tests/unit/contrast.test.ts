import { expect, test } from 'vitest';
import { linearRgb, oklchOf } from '@/app/components/share/oklch';
import { METHOD_NAMES, METHODS } from '@/lib/methods';

type Oklch = Parameters<typeof linearRgb>[0];

/** WCAG's relative luminance of an OKLCH colour. */
function luminance(colour: Oklch): number {
  const [red, green, blue] = linearRgb(colour);
  return 0.2126 * red + 0.7152 * green + 0.0722 * blue;
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
  const [l, c, h] = oklchOf(colour);
  for (const ground of LIGHT)
    expect(contrast([Math.min(l, 0.5), c, h], ground)).toBeGreaterThan(4.5);
  for (const ground of DARK) {
    expect(contrast([Math.max(l, 0.75), c, h], ground)).toBeGreaterThan(4.5);
    expect(contrast([l + 0.15, c, h], ground)).toBeGreaterThan(3);
  }
});
