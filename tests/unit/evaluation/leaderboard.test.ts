import { at } from '@/lib/at';
import { createHash } from 'node:crypto';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { ArenaVote } from '@/lib/evaluation/arena-votes';
import { leaderboard, leaderboardJson, RANKING_VERSION } from '@/lib/evaluation/leaderboard';
import { reliabilityOf, reliabilitySchema } from '@/lib/evaluation/reliability';
import { sliceRankingSchema } from '@/lib/evaluation/slice-ranking-schema';
import { OUTCOMES } from '@/lib/evaluation/ranking/votes';
import { Mt19937 } from '@/lib/random/mt19937';
import '../../support/properties';

const MODELS = ['a@1', 'b@1', 'c@1', 'd@1'];

const drawn = {
  question: fc.constantFrom('ALIGNMENT' as const, 'OVERALL' as const),
  category: fc.constantFrom('COUNTING', 'COLOR'),
  form: fc.constantFrom('SIMPLE' as const, 'ENRICHED' as const),
  first: fc.nat(MODELS.length - 1),
  apart: fc.integer({ min: 1, max: MODELS.length - 1 }),
  outcome: fc.constantFrom(...OUTCOMES),
  voter: fc.nat(5),
  prompt: fc.nat(7),
  kind: fc.constantFrom('SAMPLED' as const, 'SAMPLED' as const, 'GOLD' as const),
  propensity: fc.option(fc.double({ min: 0.05, max: 1, noNaN: true })),
  quarantined: fc.boolean(),
  held: fc.boolean(),
  seasoned: fc.boolean(),
  verified: fc.boolean(),
};
type Drawn = {
  [K in keyof typeof drawn]: (typeof drawn)[K] extends fc.Arbitrary<infer T> ? T : never;
};

function voteOf({ first, apart, voter, prompt, ...rest }: Drawn, index: number): ArenaVote {
  return {
    id: `vote ${String(index).padStart(5, '0')}`,
    matchup: `matchup ${index}`,
    at: '2026-01-01T00:00:00.000Z',
    base: 'base',
    prompt: `prompt ${prompt}`,
    set: `set ${prompt}`,
    first: at(MODELS, first),
    second: at(MODELS, (first + apart) % MODELS.length),
    voter: `voter ${voter}`,
    gold: rest.kind === 'GOLD' ? 'FIRST' : null,
    repeats: null,
    ...rest,
  };
}

const votes = fc.array(fc.record(drawn), { maxLength: 80 }).map((all) => all.map(voteOf));

test('what was stored as JSON and read again is the same leaderboard, to the byte', () => {
  fc.assert(
    fc.property(votes, (all) => {
      const rankings = leaderboard(all);
      const read = rankings.map((ranking) =>
        sliceRankingSchema.parse(JSON.parse(JSON.stringify(ranking))),
      );
      expect(read).toEqual(rankings);
      expect(leaderboardJson(read)).toBe(leaderboardJson(rankings));
      const reliability = reliabilityOf(all);
      const again = reliabilitySchema.parse(JSON.parse(JSON.stringify(reliability)));
      expect(again).toEqual(reliability);
    }),
  );
});

test('who changes what comes of the same votes raises RANKING_VERSION, and notes here what comes now', () => {
  const rng = new Mt19937(1n);
  const below = (limit: number) => rng.uint32() % limit;
  const all = Array.from({ length: 400 }, (_, index) =>
    voteOf(
      {
        question: below(2) === 0 ? 'ALIGNMENT' : 'OVERALL',
        category: below(2) === 0 ? 'COUNTING' : 'COLOR',
        form: below(2) === 0 ? 'SIMPLE' : 'ENRICHED',
        first: below(4),
        apart: 1 + below(3),
        outcome: at(OUTCOMES, below(4)),
        voter: below(9),
        prompt: below(12),
        kind: below(9) === 0 ? 'GOLD' : 'SAMPLED',
        propensity: (1 + below(9)) / 10,
        quarantined: below(12) === 0,
        held: below(12) === 0,
        seasoned: below(2) === 0,
        verified: below(5) === 0,
      },
      index,
    ),
  );
  const near = (_key: string, value: unknown) =>
    typeof value === 'number' ? Number(value.toFixed(6)) : value;
  const text = leaderboardJson(leaderboard(all)) + JSON.stringify(reliabilityOf(all), near);
  const sha256 = createHash('sha256').update(text).digest('hex');
  expect({ version: RANKING_VERSION, sha256 }).toEqual({
    version: 5,
    sha256: '1e9c8c24a986432d150764fa4993a4ca196e7a6bbfa9108ccc204c57acef03bd',
  });
});
