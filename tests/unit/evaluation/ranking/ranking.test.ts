import { at } from '@/lib/at';
import { expect, test } from 'vitest';
import { OWN_THRESHOLD, PRIOR, THRESHOLD } from '@/lib/evaluation/ranking/prior';
import {
  rank as rankWithPrior,
  type Ranking,
  type RankingOptions,
} from '@/lib/evaluation/ranking/ranking';
import type { Outcome, Vote } from '@/lib/evaluation/ranking/votes';
import { simulate, uniforms, type Crowd } from './simulate';

/** Every model has a rating, however few votes it has. */
const ANY = { decisive: 0, voters: 0 };

/** As the votes alone have it: what can be computed by hand. */
function rank(cast: readonly Vote[], options: RankingOptions = {}): Ranking {
  return rankWithPrior(cast, { prior: null, least: ANY, ...options });
}

function votes(first: string, second: string, outcomes: Partial<Record<Outcome, number>>): Vote[] {
  return Object.entries(outcomes).flatMap(([name, count]) =>
    Array.from({ length: count }, (_, i): Vote => {
      const outcome = (['FIRST', 'SECOND', 'TIE', 'BOTH_BAD'] as const).find((o) => o === name);
      const voter = `${name} voter ${i}`;
      const prompt = `${name} prompt ${i}`;
      return { first, second, outcome: outcome ?? 'TIE', voter, prompt, propensity: 0.5 };
    }),
  );
}

function rating(ranking: Ranking, model: string): number {
  return ranking.models.find((m) => m.model === model)?.rating ?? Number.NaN;
}

test('three wins to one are 400 · log10(3) points without ties', () => {
  const ranking = rank(votes('a', 'b', { FIRST: 30, SECOND: 10 }));
  expect(rating(ranking, 'a') - rating(ranking, 'b')).toBeCloseTo(400 * Math.log10(3), 6);
  expect(rating(ranking, 'a') + rating(ranking, 'b')).toBeCloseTo(2000, 6);
  expect(ranking.nu).toBe(0);
});

test('Davidson’s model of two is the shares themselves: ν = ties / √(wins · losses)', () => {
  const ranking = rank(votes('a', 'b', { FIRST: 36, SECOND: 16, TIE: 24 }));
  expect(rating(ranking, 'a') - rating(ranking, 'b')).toBeCloseTo(400 * Math.log10(36 / 16), 6);
  expect(ranking.nu).toBeCloseTo(24 / Math.sqrt(36 * 16), 6);
});

test('with ties as half wins they pull equals together', () => {
  const ranking = rank(votes('a', 'b', { FIRST: 36, SECOND: 16, TIE: 24 }), { ties: 'half-wins' });
  expect(rating(ranking, 'a') - rating(ranking, 'b')).toBeCloseTo(400 * Math.log10(48 / 28), 6);
  expect(ranking.nu).toBeNull();
});

test('both-bad is counted and changes no rating', () => {
  const plain = rank(votes('a', 'b', { FIRST: 30, SECOND: 10 }));
  const bad = rank(votes('a', 'b', { FIRST: 30, SECOND: 10, BOTH_BAD: 40 }));
  expect(rating(bad, 'a')).toBeCloseTo(rating(plain, 'a'), 9);
  expect(bad.models.map(({ bothBad }) => bothBad)).toEqual([0.5, 0.5]);
  expect(bad.votes).toBe(80);
});

test('five votes stay sane: nobody is endlessly better', () => {
  const young = { prior: PRIOR };
  for (const outcomes of [{ FIRST: 5 }, { FIRST: 4, TIE: 1 }, { TIE: 5 }, { FIRST: 1 }]) {
    const ranking = rank(votes('a', 'b', outcomes), young);
    const gap = rating(ranking, 'a') - rating(ranking, 'b');
    expect(gap).toBeGreaterThanOrEqual(-1e-6);
    expect(gap).toBeLessThan(500);
    expect(ranking.nu).toBeLessThan(20);
  }
});

test('of nothing but ties two are level, with an interval that has room for either', () => {
  const { models } = rank(votes('a', 'b', { TIE: 12 }), { prior: PRIOR });
  for (const { rating: middle, low, high } of models) {
    expect(middle).toBeCloseTo(1000, 6);
    expect((high ?? 0) - (low ?? 0)).toBeGreaterThan(100);
  }
});

test('who is unbeaten leads, and the prior gives way to votes', () => {
  const lead = (wins: number) => {
    const ranking = rank(
      [...votes('a', 'b', { FIRST: wins }), ...votes('b', 'c', { FIRST: 20, SECOND: 20 })],
      { prior: PRIOR },
    );
    return rating(ranking, 'a') - rating(ranking, 'b');
  };
  expect(lead(10)).toBeGreaterThan(200);
  expect(lead(100)).toBeGreaterThan(lead(10) + 100);
  const known = rank(votes('a', 'b', { FIRST: 300, SECOND: 100 }), { prior: PRIOR });
  const gap = rating(known, 'a') - rating(known, 'b');
  expect(Math.abs(gap - 400 * Math.log10(3))).toBeLessThan(3);
});

test('of two islands the one with more votes is ranked, whatever the prior', () => {
  const few = [...votes('a', 'b', { FIRST: 6, SECOND: 5 }), ...votes('b', 'c', { TIE: 3 })];
  const many = votes('d', 'e', { FIRST: 12, SECOND: 20, TIE: 5 });
  for (const prior of [PRIOR, null]) {
    const ranking = rank([...few, ...many, ...votes('f', 'a', { BOTH_BAD: 90 })], { prior });
    expect(ranking.models.map(({ model }) => model)).toEqual(['e', 'd']);
    expect(ranking.unranked).toEqual(['a', 'b', 'c', 'f']);
  }
  expect(rank([]).models).toEqual([]);
});

test('below the threshold a model has counts and no rating', () => {
  const { decisive, voters } = THRESHOLD;
  const by = (people: number, outcomes: Partial<Record<Outcome, number>>) =>
    votes('a', 'b', outcomes).map((vote, i) => ({ ...vote, voter: `voter ${i % people}` }));
  expect(rankWithPrior(by(voters, { FIRST: decisive })).models).toHaveLength(2);
  expect(rankWithPrior(by(voters, { FIRST: decisive - 1, TIE: 20 })).models).toEqual([]);
  expect(rankWithPrior(by(voters - 1, { FIRST: decisive + 20 })).models).toEqual([]);
  // One person's own results are theirs alone.
  const own = (wins: number) => rankWithPrior(by(1, { FIRST: wins }), { personal: true }).models;
  expect(own(OWN_THRESHOLD.decisive)).toHaveLength(2);
  expect(own(OWN_THRESHOLD.decisive - 1)).toEqual([]);
});

test('a model below the threshold is left out, and the others’ ranks are among those with a rating', () => {
  const crowd = votes('a', 'b', { FIRST: 30, SECOND: 10 });
  const ranking = rankWithPrior([...crowd, ...votes('c', 'b', { FIRST: 3 })]);
  expect(ranking.unranked).toEqual(['c']);
  expect(ranking.models.map(({ worstRank }) => worstRank)).toEqual([1, 2]);
  expect(rating(ranking, 'a') + rating(ranking, 'b')).toBeCloseTo(2000, 6);
});

test('a lead over two steps and a tie over one bound each other', () => {
  const ranking = rank([
    ...votes('a', 'b', { FIRST: 1 }),
    ...votes('b', 'c', { FIRST: 1 }),
    ...votes('c', 'a', { TIE: 1 }),
  ]);
  expect(ranking.models.map(({ model }) => model)).toEqual(['a', 'b', 'c']);
  expect(rating(ranking, 'a') - rating(ranking, 'c')).toBeLessThan(1000);
});

test('the order of the votes and of the two sides does not matter', () => {
  const crowd = { theta: [0.4, 0, -0.4], eta: -0.5, voters: 30, prompts: 20, each: 20 };
  const given = simulate({ ...crowd, stubborn: 0.5, bothBad: 0.1 }, 1);
  const swap = { FIRST: 'SECOND', SECOND: 'FIRST', TIE: 'TIE', BOTH_BAD: 'BOTH_BAD' } as const;
  const turned = given
    .map((v): Vote => ({ ...v, first: v.second, second: v.first, outcome: swap[v.outcome] }))
    .reverse();
  const [a, b] = [rank(given), rank(turned)];
  expect(b.models.map(({ model }) => model)).toEqual(a.models.map(({ model }) => model));
  a.models.forEach((model, i) => {
    expect(b.models[i]?.rating).toBeCloseTo(model.rating, 6);
    expect(b.models[i]?.low).toBeCloseTo(model.low ?? Number.NaN, 6);
  });
});

test('votes on rarely shown pairs weigh more when reweighted', () => {
  const often = votes('a', 'b', { FIRST: 30, SECOND: 20 }).map((v) => ({ ...v, propensity: 0.9 }));
  const rare = votes('b', 'c', { FIRST: 4, SECOND: 2 }).map((v) => ({ ...v, propensity: 0.05 }));
  const back = votes('c', 'a', { FIRST: 5, SECOND: 5 }).map((v) => ({ ...v, propensity: 0.9 }));
  const plain = rank([...often, ...rare, ...back]);
  const weighed = rank([...often, ...rare, ...back], { reweighted: true });
  const gap = (r: Ranking) => rating(r, 'b') - rating(r, 'c');
  expect(gap(weighed)).toBeGreaterThan(gap(plain));
});

test('a propensity that is none is refused with a sentence', () => {
  const [vote] = votes('a', 'b', { FIRST: 1 });
  if (!vote) throw new Error('There is no vote.');
  expect(() => rank([{ ...vote, propensity: 0 }])).toThrow(/above 0 and at most 1/);
  expect(() => rank([{ ...vote, second: 'a' }])).toThrow('a cannot meet itself');
});

test('models that are told apart need no more votes, and equal ones very many', () => {
  const clear = rank(votes('a', 'b', { FIRST: 300, SECOND: 30 }));
  expect(clear.votesToSeparate).toEqual([0]);
  expect(clear.models.map(({ bestRank, worstRank }) => [bestRank, worstRank])).toEqual([
    [1, 1],
    [2, 2],
  ]);
  const close = rank(votes('a', 'b', { FIRST: 52, SECOND: 48 }));
  expect(close.votesToSeparate[0]).toBeGreaterThan(300);
  expect(close.models[0]).toMatchObject({ bestRank: 1, worstRank: 2 });
});

/**
 * By hand. The log odds d of two models have the score Σ(y − p) = 1, −2/3, −1/3 in three clusters of 5 wins
 * and 1 loss, 2 and 2, 1 and 1 at p = 2/3, and the information 12 · 2/9. So with three clusters
 * var(d) = 3/(3 − 1) · (14/9) / (24/9)² = 21/64, a rating's error is √21/16, and t₂ is 4.302653.
 */
const CLUSTERS = [
  [5, 1],
  [2, 2],
  [1, 1],
].flatMap(([wins = 0, losses = 0], cluster) =>
  Array.from({ length: wins + losses }, (_, i) => ({
    first: 'a',
    second: 'b',
    propensity: 1,
    cluster: `cluster ${cluster}`,
    outcome: i < wins ? ('FIRST' as const) : ('SECOND' as const),
  })),
);
const MARGIN = (400 / Math.LN10) * 4.302653 * (Math.sqrt(21) / 16);

test.each([
  ['prompts', CLUSTERS.map(({ cluster, ...v }, i) => ({ ...v, voter: `${i}`, prompt: cluster }))],
  ['voters', CLUSTERS.map(({ cluster, ...v }, i) => ({ ...v, voter: cluster, prompt: `${i}` }))],
])('few %s make an interval wider by G/(G − 1) and Student’s t, as by hand', (_, cast) => {
  for (const { rating: middle, low, high } of rank(cast).models) {
    expect((high ?? Number.NaN) - middle).toBeCloseTo(MARGIN, 3);
    expect(middle - (low ?? Number.NaN)).toBeCloseTo(MARGIN, 3);
  }
  expect(rank(cast).models.map(({ model }) => model)).toEqual(['a', 'b']);
});

test('a personal ranking takes its intervals from the prompts alone', () => {
  const own = CLUSTERS.map(({ cluster, ...v }) => ({ ...v, voter: 'me', prompt: cluster }));
  const [first] = rank(own, { personal: true }).models;
  expect((first?.high ?? Number.NaN) - (first?.rating ?? Number.NaN)).toBeCloseTo(MARGIN, 3);
  expect(rank(own).models[0]?.high).toBeNull();
});

const TRUTH: Crowd = {
  theta: [0.6, 0.3, 0, -0.3, -0.6],
  eta: -0.7,
  voters: 60,
  prompts: 500,
  each: 30,
  stubborn: 0.8,
  bothBad: 0.05,
};

/** How many of the intervals hold the truth, and in how many crowds all rank intervals do. */
function coverage(crowdOf: (run: number) => Crowd, runs: number) {
  let inside = 0;
  let rightRanks = 0;
  for (let run = 0; run < runs; run += 1) {
    const crowd = crowdOf(run);
    const { models } = rankWithPrior(simulate(crowd, 1000 + run), { least: ANY });
    const held = models.map(({ model, low, high, bestRank, worstRank }) => {
      const own = at(crowd.theta, Number(model.split(' ')[1]));
      const truth = 1000 + (400 / Math.LN10) * own;
      const rank = 1 + crowd.theta.filter((other) => other > own).length;
      return {
        interval: (low ?? Infinity) <= truth && truth <= (high ?? -Infinity),
        rank: bestRank <= rank && rank <= worstRank,
      };
    });
    inside += held.filter(({ interval }) => interval).length / held.length;
    if (held.every(({ rank }) => rank)) rightRanks += 1;
  }
  return { intervals: inside / runs, ranks: rightRanks / runs };
}

test('95 % intervals hold the truth in 93 to 97 % of simulated crowds that repeat themselves', () => {
  const { intervals, ranks } = coverage(() => TRUTH, 300);
  expect(intervals).toBeGreaterThan(0.93);
  expect(intervals).toBeLessThan(0.97);
  expect(ranks).toBeGreaterThan(0.95);
});

/** Strengths as the prior believes them, less their mean. */
function believed(models: number, seed: number): number[] {
  const next = uniforms(seed);
  const normal = () =>
    Math.sqrt(-2 * Math.log(1 - next())) * Math.cos(2 * Math.PI * next()) * PRIOR.strength;
  const drawn = Array.from({ length: models }, normal);
  const mean = drawn.reduce((sum, x) => sum + x, 0) / models;
  return drawn.map((x) => x - mean);
}

test.each([
  { cast: 20, voters: 5, each: 4 },
  { cast: 200, voters: 20, each: 10 },
  { cast: 2000, voters: 100, each: 20 },
])(
  'of strengths as the prior believes them, intervals of $cast votes hold 93 to 97 %',
  ({ cast, voters, each }) => {
    const rest = { eta: -0.7, prompts: Math.max(10, cast / 4), stubborn: 0.3, bothBad: 0.05 };
    const crowdOf = (run: number) => ({ theta: believed(4, run), voters, each, ...rest });
    const { intervals, ranks } = coverage(crowdOf, 250);
    expect(intervals).toBeGreaterThan(0.93);
    expect(intervals).toBeLessThan(0.97);
    expect(ranks).toBeGreaterThan(0.95);
  },
);
