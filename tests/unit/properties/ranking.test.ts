import { at } from '@/lib/at';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import type { ArenaVote } from '@/lib/evaluation/arena-votes';
import { suspiciousVoters } from '@/lib/evaluation/integrity';
import { leaderboard } from '@/lib/evaluation/leaderboard';
import { drawPair, pairChances } from '@/lib/evaluation/matchmaking';
import { rank, type Ranking } from '@/lib/evaluation/ranking/ranking';
import { OUTCOMES, type Outcome, type Vote } from '@/lib/evaluation/ranking/votes';
import { wilson } from '@/lib/evaluation/reliability';
import '../../support/properties';

const MODELS = ['a', 'b', 'c', 'd'];
const TURNED: Readonly<Record<Outcome, Outcome>> = {
  FIRST: 'SECOND',
  SECOND: 'FIRST',
  TIE: 'TIE',
  BOTH_BAD: 'BOTH_BAD',
};

const vote = fc
  .record({
    first: fc.constantFrom(...MODELS),
    apart: fc.integer({ min: 1, max: MODELS.length - 1 }),
    outcome: fc.constantFrom(...OUTCOMES),
    voter: fc.integer({ max: 5, min: 0 }),
    prompt: fc.integer({ max: 7, min: 0 }),
    propensity: fc.double({ min: 0.05, max: 1, noNaN: true }),
  })
  .map(({ first, apart, voter, prompt, ...rest }): Vote => {
    const second = at(MODELS, (MODELS.indexOf(first) + apart) % MODELS.length);
    return { first, second, voter: `voter ${voter}`, prompt: `prompt ${prompt}`, ...rest };
  });
const votes = fc.array(vote, { maxLength: 60 });
const options = fc.record({
  ties: fc.constantFrom('davidson' as const, 'half-wins' as const),
  reweighted: fc.boolean(),
});

/** A ranking's numbers by model, rounded: sums in another order differ in their last digits. */
function numbersOf({ models, nu }: Ranking, named: (model: string) => string = (model) => model) {
  const near = (x: number | null) => (x === null ? null : Number(x.toPrecision(6)));
  const rows = models.map(({ model, rating, low, high, votes: cast, bothBad }) => [
    named(model),
    near(rating),
    near(low),
    near(high),
    cast,
    bothBad,
  ]);
  return { nu: near(nu), rows: rows.sort(([a], [b]) => (String(a) < String(b) ? -1 : 1)) };
}

/** A few models, and only some of the answers: where nobody says that two are equal, that is no parameter. */
const exported = fc
  .record({
    models: fc.integer({ min: 2, max: 4 }),
    said: fc.subarray([...OUTCOMES], { minLength: 1 }),
  })
  .chain(({ models, said }) =>
    fc
      .array(
        fc.record({
          first: fc.nat(models - 1),
          apart: fc.integer({ min: 1, max: models - 1 }),
          outcome: fc.constantFrom(...said),
          voter: fc.constantFrom('ann', 'ben', 'eve'),
          prompt: fc.constantFrom('one', 'two'),
          kind: fc.constantFrom('SAMPLED' as const, 'SAMPLED' as const, 'GOLD' as const),
        }),
        { minLength: 1, maxLength: 40 },
      )
      .map((rows) =>
        rows.map(({ first, apart, kind, ...row }, i): ArenaVote => ({
          ...row,
          id: String(i).padStart(3, '0'),
          matchup: `matchup ${i}`,
          at: new Date(i * 5000).toISOString(),
          question: 'ALIGNMENT',
          base: 'base',
          category: 'COLOR',
          form: 'SIMPLE',
          set: `set ${i}`,
          first: `model ${first}`,
          second: `model ${(first + apart) % models}`,
          kind,
          propensity: kind === 'SAMPLED' ? 0.5 : null,
          gold: kind === 'GOLD' ? 'FIRST' : null,
          repeats: null,
          quarantined: false,
          held: false,
          seasoned: false,
          verified: false,
        })),
      ),
  );

test('whatever people answer, and whatever nobody does, there is a leaderboard', () => {
  fc.assert(
    fc.property(exported, (rows) => {
      const slices = leaderboard(rows);
      const sampled = rows.filter(({ kind }) => kind === 'SAMPLED').length;
      const all = slices.find(({ category, form }) => category === 'ALL' && form === 'ALL');
      expect(all?.ranking.votes ?? 0).toBe(sampled);
      suspiciousVoters(rows);
    }),
  );
});

test('neither the order of the votes nor the sides matter', () => {
  const shuffled = votes.chain((all) =>
    fc.tuple(fc.constant(all), fc.shuffledSubarray(all, { minLength: all.length })),
  );
  fc.assert(
    fc.property(shuffled, options, ([all, others], how) => {
      const turned = others.map((own) => ({
        ...own,
        first: own.second,
        second: own.first,
        outcome: TURNED[own.outcome],
      }));
      expect(numbersOf(rank(turned, how))).toEqual(numbersOf(rank(all, how)));
    }),
  );
});

test('the names of the models do not matter where all of them have a rating', () => {
  const renamed = (model: string) => at(MODELS, MODELS.length - 1 - MODELS.indexOf(model));
  fc.assert(
    fc.property(votes, options, (all, how) => {
      const others = all.map((own) => ({
        ...own,
        first: renamed(own.first),
        second: renamed(own.second),
      }));
      const ranking = rank(all, how);
      fc.pre(ranking.unranked.length === 0);
      expect(numbersOf(rank(others, how), renamed)).toEqual(numbersOf(ranking));
    }),
  );
});

test('every model has a place or none, intervals hold their rating, and ratings are 1000 on average', () => {
  fc.assert(
    fc.property(votes, options, (all, how) => {
      const { models, unranked } = rank(all, how);
      const named = new Set(all.flatMap(({ first, second }) => [first, second]));
      expect([...models.map(({ model }) => model), ...unranked].sort()).toEqual([...named].sort());
      for (const [place, own] of models.entries()) {
        expect(own.low === null || own.low <= own.rating).toBe(true);
        expect(own.high === null || own.high >= own.rating).toBe(true);
        expect(own.bestRank).toBeLessThanOrEqual(place + 1);
        expect(own.worstRank).toBeGreaterThanOrEqual(place + 1);
        expect(own.rating).toBeLessThanOrEqual(models[place - 1]?.rating ?? Infinity);
      }
      if (models.length === 0) return;
      const sum = models.reduce((total, { rating }) => total + rating, 0);
      expect(sum / models.length).toBeCloseTo(1000, 6);
    }),
  );
});

test('one more win never lowers the winner', () => {
  fc.assert(
    fc.property(votes, (all) => {
      const before = rank(all);
      const [top, next] = before.models;
      if (!top || !next) return;
      const win: Vote = {
        first: next.model,
        second: top.model,
        outcome: 'FIRST',
        voter: 'voter 0',
        prompt: 'prompt 0',
        propensity: 1,
      };
      const gap = (ranking: Ranking) =>
        (ranking.models.find(({ model }) => model === next.model)?.rating ?? Number.NaN) -
        (ranking.models.find(({ model }) => model === top.model)?.rating ?? Number.NaN);
      expect(gap(rank([...all, win]))).toBeGreaterThan(gap(before));
    }),
  );
});

test('chances sum to 1, none is hopeless, and every draw is one of them', () => {
  const record = fc.record({
    first: fc.constantFrom('a', 'b'),
    second: fc.constantFrom('c', 'd'),
    outcomes: fc.record({ FIRST: fc.nat(500), SECOND: fc.nat(500), TIE: fc.nat(500) }),
  });
  const pairs = MODELS.flatMap((a, i) => MODELS.slice(i + 1).map((b) => [a, b] as const));
  const uniform = fc.double({ min: 0, max: 1, maxExcluded: true, noNaN: true });
  fc.assert(
    fc.property(fc.array(record, { maxLength: 8 }), uniform, (records, random) => {
      const chances = pairChances(pairs, records);
      expect(chances.reduce((sum, { probability }) => sum + probability, 0)).toBeCloseTo(1, 9);
      for (const { probability } of chances) {
        expect(probability).toBeGreaterThanOrEqual(0.2 / pairs.length);
      }
      expect(chances).toContain(drawPair(chances, random));
    }),
  );
});

test('Wilson’s interval holds the share, within 0 and 1, and narrows with more asked', () => {
  const share = fc
    .integer({ min: 1, max: 10_000 })
    .chain((asked) => fc.tuple(fc.integer({ min: 0, max: asked }), fc.constant(asked)));
  fc.assert(
    fc.property(share, ([right, asked]) => {
      const { low = NaN, high = NaN, value = NaN } = wilson(right, asked) ?? {};
      expect(low).toBeGreaterThanOrEqual(0);
      expect(low).toBeLessThanOrEqual(value + 1e-12);
      expect(high).toBeGreaterThanOrEqual(value - 1e-12);
      expect(high).toBeLessThanOrEqual(1);
      const { low: lower = NaN, high: higher = NaN } = wilson(right * 4, asked * 4) ?? {};
      expect(higher - lower).toBeLessThan(high - low);
    }),
  );
});
