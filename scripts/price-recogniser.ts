// How well somebody recognises who painted a picture that is in the arena, from all that was ever published.
import sharp from 'sharp';
import { at } from '@/lib/at';
import { anyPrompt, openPainters, recipeOf } from './painters';
import { commandLine, wholeNumber } from './command-line.mjs';

const { values } = commandLine(
  `How often somebody who trains a recogniser on published sets names who painted a picture.

  --minutes N (5)   it paints for so long; the last third of what it has painted is what is to be recognised
  --threads N (2)`,
  {
    options: {
      /** It paints for so long; the last third of what it has painted is what is to be recognised. */
      minutes: { type: 'string', default: '5' },
      threads: { type: 'string', default: '2' },
    },
  },
);

const { base, names, conditioners, close } = await openPainters(
  wholeNumber('threads', values.threads),
);

/** What there is to measure of a picture: colours by place, how many of which colour, and edges. */
async function featuresOf(rgb: Uint8Array, width: number, height: number): Promise<number[]> {
  const raw = { raw: { width, height, channels: 3 as const } };
  const places = [...(await sharp(rgb, raw).resize(8, 8).raw().toBuffer())].map(
    (value) => value / 255,
  );
  const { channels, entropy, sharpness } = await sharp(
    await sharp(rgb, raw).png().toBuffer(),
  ).stats();
  const spread = channels.flatMap(({ mean, stdev, min, max }) =>
    [mean, stdev, min, max].map((x) => x / 255),
  );
  const histogram = new Array<number>(24).fill(0);
  rgb.forEach((value, i) => {
    const bin = (i % 3) * 8 + (value >> 5);
    histogram[bin] = at(histogram, bin) + 3 / rgb.length;
  });
  return [...places, ...spread, ...histogram, entropy / 8, Math.log1p(sharpness)];
}

const sets: number[][][] = [];
const until = Date.now() + wholeNumber('minutes', values.minutes) * 60_000;
while (Date.now() < until) {
  const seed = BigInt(Math.floor(Math.random() * 2 ** 48));
  const { width, height } = base.manifest.defaults;
  const seeds = conditioners.map(() => seed);
  const request = { ...recipeOf(base), prompt: anyPrompt(), seeds };
  const images = await base.generate(request, {}, conditioners);
  sets.push(await Promise.all(images.map(({ rgb }) => featuresOf(rgb, width, height))));
}
await close();

const known = sets.slice(0, Math.floor((sets.length * 2) / 3));
const asked = sets.slice(known.length);
const width = at(at(known, 0), 0).length;
const all = known.flat();
const mean = Array.from(
  { length: width },
  (_, k) => all.reduce((sum, x) => sum + at(x, k), 0) / all.length,
);
const scale = mean.map(
  (m, k) => Math.sqrt(all.reduce((sum, x) => sum + (at(x, k) - m) ** 2, 0) / all.length) + 1e-3,
);
const normed = (x: readonly number[]) => [
  ...x.map((value, k) => (value - at(mean, k)) / at(scale, k)),
  1,
];

/** Softmax regression by gradient descent, with ridge. The last feature is 1. */
function train(examples: readonly { readonly x: readonly number[]; readonly y: number }[]) {
  const weights = conditioners.map(() => new Array<number>(width + 1).fill(0));
  const chances = (x: readonly number[]) => {
    const scores = weights.map((w) => w.reduce((sum, own, k) => sum + own * at(x, k), 0));
    const top = Math.max(...scores);
    const powers = scores.map((score) => Math.exp(score - top));
    const total = powers.reduce((sum, power) => sum + power, 0);
    return powers.map((power) => power / total);
  };
  for (let step = 0; step < 300; step += 1) {
    const errors = examples.map(({ x, y }) => chances(x).map((p, c) => p - (c === y ? 1 : 0)));
    weights.forEach((w, c) => {
      w.forEach((own, k) => {
        const slope = examples.reduce((sum, { x }, i) => sum + at(at(errors, i), c) * at(x, k), 0);
        w[k] = own - 0.5 * (slope / examples.length + 0.02 * own);
      });
    });
  }
  return chances;
}

const chances = train(known.flatMap((set) => set.map((x, y) => ({ x: normed(x), y }))));
const nearest = (x: readonly number[]) => {
  let best = { y: 0, far: Infinity };
  for (const set of known) {
    set.forEach((other, y) => {
      const far = normed(other).reduce((sum, value, k) => sum + (value - at(x, k)) ** 2, 0);
      if (far < best.far) best = { y, far };
    });
  }
  return best.y;
};
let named = 0;
let neighbour = 0;
const sides = conditioners.map(() => ({ right: 0, of: 0 }));
for (const set of asked) {
  const looks = set.map((x) => normed(x));
  looks.forEach((x, y) => {
    const guess = chances(x);
    if (guess.indexOf(Math.max(...guess)) === y) named += 1;
    if (nearest(x) === y) neighbour += 1;
    looks.forEach((other, z) => {
      if (z === y) return;
      const side = at(sides, y);
      side.of += 1;
      // Told that the model is one of the two, which is it?
      const [own, rival] = [at(guess, y), at(chances(other), y)];
      side.right += own > rival ? 1 : own === rival ? 0.5 : 0;
    });
  });
}
const pictures = asked.length * conditioners.length;
console.log(
  JSON.stringify({
    knownSets: known.length,
    askedSets: asked.length,
    named: named / pictures,
    namedByNeighbour: neighbour / pictures,
    byChance: 1 / conditioners.length,
    side: Object.fromEntries(names.map((name, i) => [name, at(sides, i).right / at(sides, i).of])),
  }),
);
