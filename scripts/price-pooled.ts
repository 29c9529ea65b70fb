// How well somebody who pools all pictures of a prompt knows ELLA's among them: painted in pairs, each from noise of its
// own, as the arena paints them, or all from one noise, as it did before.
import { at } from '@/lib/at';
import { ringOf } from '@/lib/arena/pairs';
import { apart, CLUES, type Rgb } from '../tests/support/clues';
import { anyPrompt, openPainters, recipeOf } from './painters';
import { commandLine, wholeNumber } from './command-line.mjs';

const { values } = commandLine(
  `What several cookies that together see all pictures of a set know of their painters. The models are those of MODELS_DIR.

  --minutes N (5)   it paints for so long
  --steps N (25)    of a picture
  --noise pairs|one each pair's own noise, as in the arena, or one for all
  --threads N (2)`,
  {
    options: {
      minutes: { type: 'string', default: '5' },
      threads: { type: 'string', default: '2' },
      steps: { type: 'string', default: '25' },
      /** pairs, or one. */
      noise: { type: 'string', default: 'pairs' },
    },
  },
);

const { base, names, conditioners, close } = await openPainters(
  wholeNumber('threads', values.threads),
);

interface Painted {
  readonly name: string;
  readonly seed: bigint;
  readonly rgb: Rgb;
}

/** All models' pictures of a prompt. */
async function paintSet(): Promise<Painted[]> {
  const anySeed = () => BigInt(Math.floor(Math.random() * 2 ** 48));
  const one = anySeed();
  const asked =
    values.noise === 'one'
      ? names.map((name) => ({ name, seed: one }))
      : ringOf(names).flatMap((pair) => {
          const seed = anySeed();
          return pair.map((name) => ({ name, seed }));
        });
  const seeds = asked.map(({ seed }) => seed);
  const request = {
    ...recipeOf(base, wholeNumber('steps', values.steps)),
    prompt: anyPrompt(),
    seeds,
  };
  const readers = asked.map(({ name }) => at(conditioners, names.indexOf(name)));
  const images = await base.generate(request, {}, readers);
  return asked.map((own, i) => ({ ...own, rgb: at(images, i).rgb }));
}

interface Count {
  right: number;
  of: number;
}
const counts = new Map<string, Count>();
function count(what: string, isRight: boolean): void {
  const own = counts.get(what) ?? { right: 0, of: 0 };
  counts.set(what, { right: own.right + (isRight ? 1 : 0), of: own.of + 1 });
}

const most = <T>(items: readonly T[], by: (item: T) => number): T | undefined =>
  items.toSorted((a, b) => by(b) - by(a))[0];

let sets = 0;
const until = Date.now() + wholeNumber('minutes', values.minutes) * 60_000;
while (Date.now() < until) {
  const pictures = await paintSet();
  sets += 1;
  const pairs = pictures.flatMap((a, i) =>
    pictures
      .slice(i + 1)
      .filter((b) => a.seed === b.seed)
      .map((b) => [a, b] as const),
  );
  const others = (...own: readonly Painted[]) =>
    pictures.filter((picture) => !own.includes(picture)).map(({ rgb }) => rgb);
  const isElla = ({ name }: Painted) => name === 'ella';
  // One picture is named as ELLA's: the farthest from all the others; or one of the pair that is farthest apart.
  const far = (own: Painted) => others(own).reduce((sum, other) => sum + apart(own.rgb, other), 0);
  const farthest = most(pictures, far);
  if (farthest) count('named: the farthest of all', isElla(farthest));
  const wide = most(pairs, ([a, b]) => apart(a.rgb, b.rgb));
  if (wide) count('in the pair that is farthest apart', wide.some(isElla));
  for (const [name, clue] of Object.entries(CLUES)) {
    const looks = (own: Painted, beside: Painted) => clue(own.rgb, beside.rgb, others(own, beside));
    if (wide) {
      const [a, b] = wide;
      count(
        `named: of that pair the one that is ${name}`,
        isElla(looks(a, b) > looks(b, a) ? a : b),
      );
    }
    for (const [a, b] of pairs) {
      if (!isElla(a) && !isElla(b)) continue;
      count(`side: ${name}`, isElla(looks(a, b) > looks(b, a) ? a : b));
    }
  }
}
await close();
console.log(
  JSON.stringify({ noise: values.noise, steps: values.steps, sets, ...Object.fromEntries(counts) }),
);
