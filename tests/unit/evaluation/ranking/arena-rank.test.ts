import { at } from '@/lib/at';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { rank } from '@/lib/evaluation/ranking/ranking';
import { OUTCOMES, type Vote } from '@/lib/evaluation/ranking/votes';
import vectors from '@/tests/fixtures/vectors/arena-rank.json';

const { votes, models, ratings } = z
  .object({
    votes: z.array(z.tuple([z.string(), z.string(), z.enum(OUTCOMES), z.number()])),
    models: z.array(z.string()),
    ratings: z.array(z.number()),
  })
  .parse(vectors);

test('with its tie rule the ratings are those of LMArena’s arena-rank', () => {
  const cast = votes.flatMap(([first, second, outcome, count]) =>
    Array.from({ length: count }, (_, i): Vote => {
      // It takes "both bad" for a tie.
      const own = outcome === 'BOTH_BAD' ? 'TIE' : outcome;
      const rest = { voter: `v${i}`, prompt: `p${i}`, propensity: 1 };
      return { first, second, outcome: own, ...rest };
    }),
  );
  const found = rank(cast, {
    ties: 'half-wins',
    prior: null,
    least: { decisive: 0, voters: 0 },
  }).models;
  expect(found).toHaveLength(models.length);
  for (const { model, rating } of found) {
    expect(Math.abs(rating - at(ratings, models.indexOf(model)))).toBeLessThan(1e-6);
  }
});
