import { expect, test } from 'vitest';
import labels from '@/models/sarovar-64-scorer/labels.json';
import { oneByOne } from '@/lib/diffusion/conditioning/conditioning';
import { beside } from '@/lib/diffusion/conditioning/beside';
import { joinRegions } from '@/lib/diffusion/regions';
import { tensor } from '@/lib/diffusion/tensor';
import { promptFacts } from '@/lib/evaluation/facts';
import { knownModel, nameInWay, paintsUnasked } from '@/lib/methods/model-names';
import { WAY_NAMES, WAYS } from '@/lib/methods/ways';
import { bestOf, candidateSeeds } from '@/lib/methods/ways/candidates';
import { wayRows } from '@/lib/methods/ways/measured';
import { regionsOf } from '@/lib/methods/ways/regions';

test('every way is known by the names of its models, which paint only where they are asked for', () => {
  for (const way of WAY_NAMES) {
    for (const of of WAYS[way].of) {
      const name = nameInWay(of, way);
      expect(knownModel(name)).toEqual({
        method: knownModel(of).method,
        variant: { kind: 'way', way },
      });
      expect(paintsUnasked(name)).toBe(false);
      expect(paintsUnasked(of)).toBe(true);
    }
  }
});

/** States of so many tokens, of width 2, that say their prompt's length and the step. */
const saying = (tokens: number, mark: number) =>
  oneByOne((prompt) =>
    Promise.resolve({
      at: (index) =>
        tensor(new Float32Array(2 * tokens).fill(mark + prompt.length + index / 10), [
          1,
          tokens,
          2,
        ]),
    }),
  );

test('states side by side are those of the first and then those of the second, of each prompt and step', async () => {
  const [negative, own] = await beside(saying(1, 100), saying(2, 200))(['', 'ab'], [900, 1]);
  expect(negative?.at(0)).toEqual(tensor(Float32Array.of(100, 100, 200, 200, 200, 200), [1, 3, 2]));
  const later = Float32Array.of(102.1, 102.1, 202.1, 202.1, 202.1, 202.1);
  expect(own?.at(1)).toEqual(tensor(later, [1, 3, 2]));
});

test('the seeds of candidates follow from the recipe’s, and stay seeds', () => {
  expect(candidateSeeds(7n, 4)).toEqual([7n, 1_000_010n, 2_000_013n, 3_000_016n]);
  expect(candidateSeeds(2n ** 63n - 1n, 2)).toEqual([2n ** 63n - 1n, 1_000_002n]);
});

test('the best candidate has the highest score; of equals, or unscored, the recipe’s own comes first', () => {
  expect(bestOf('abcd', [0.5, 0.25, 1, 1])).toBe('c');
  expect(bestOf('abcd', [0.5, 0.5, 0.5, 0.5])).toBe('a');
  expect(bestOf('abcd', [undefined, undefined, undefined, undefined])).toBe('a');
});

const regions = (prompt: string) => regionsOf(promptFacts(prompt, labels.words), labels.words);

test('of two things of which a prompt says where they stand, each has its half, and its own words', () => {
  expect(regions('one pink umbrella is to the right of a kitten in a meadow')).toEqual([
    { box: { left: 0.5, top: 0, right: 1, bottom: 1 }, prompt: 'one pink umbrella in a meadow' },
    { box: { left: 0, top: 0, right: 0.5, bottom: 1 }, prompt: 'one kitten in a meadow' },
  ]);
  expect(regions('two red stars above a dog')[0]).toEqual({
    box: { left: 0, top: 0, right: 1, bottom: 0.5 },
    prompt: 'two red stars',
  });
  expect(regions('a red star and a dog')).toEqual([]);
  expect(regions('three pink umbrellas')).toEqual([]);
});

test('in its box a region decides, where two meet their mean, elsewhere the whole prompt', () => {
  const parts = tensor(
    Float32Array.of(...Array<number>(4).fill(1), 5, 6, 7, 8, 10, 20, 30, 40),
    [3, 1, 2, 2],
  );
  const whole = { left: 0, top: 0, right: 1, bottom: 1 };
  const joined = joinRegions(parts, [
    { ...whole, right: 0.5 },
    { ...whole, right: 0.5, top: 0.5 },
  ]);
  expect(joined).toEqual(tensor(Float32Array.of(5, 1, (7 + 30) / 2, 1), [1, 1, 2, 2]));
});

test('what was measured is counted by category, and in pairs on the same prompts', () => {
  const rows = wayRows(
    {
      categories: ['COUNTING', 'COLOR', 'COUNTING', 'COLOR'],
      models: [
        { model: 'vanilla', right: '1010', seconds: 0.5 },
        { model: 'vanilla-best-of-4', right: '1110', seconds: 2 },
      ],
    },
    ['vanilla'],
  );
  const row = (model: string, category: string) =>
    rows.find((own) => own.model === model && own.category === category);
  expect(rows).toHaveLength(6);
  expect(row('vanilla', 'ALL')).toMatchObject({ prompts: 4, value: 0.5, cost: 1, differences: [] });
  expect(row('vanilla-best-of-4', 'COLOR')).toMatchObject({ prompts: 2, value: 0.5, cost: 4 });
  const [difference] = row('vanilla-best-of-4', 'ALL')?.differences ?? [];
  // Of 0, 1, 0, 0: a standard error of 0.25.
  expect(difference).toEqual({ from: 'vanilla', value: 0.25, low: 0.25 - 0.49, high: 0.25 + 0.49 });
});
