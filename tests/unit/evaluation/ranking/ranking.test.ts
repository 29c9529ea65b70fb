import { at } from '@/lib/at';
import { expect, test } from 'vitest';
import { rank, type Ranking } from '@/lib/evaluation/ranking/ranking';
import type { Outcome, Vote } from '@/lib/evaluation/ranking/votes';
import { simulate, type Crowd } from './simulate';

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

test('who only ever won has no rating, and says so', () => {
  const table = [
    ...votes('a', 'b', { FIRST: 5, SECOND: 5 }),
    ...votes('c', 'a', { FIRST: 9 }),
    ...votes('d', 'e', { BOTH_BAD: 2 }),
  ];
  const ranking = rank(table);
  expect(ranking.models.map(({ model }) => model).sort()).toEqual(['a', 'b']);
  expect(ranking.unranked).toEqual(['c', 'd', 'e']);
  expect(rank(votes('a', 'b', { FIRST: 3 })).models).toEqual([]);
  expect(rank([]).models).toEqual([]);
});

test('where every lead is explained by endless strengths and ties, nobody has a rating', () => {
  const won = votes('a', 'b', { FIRST: 3, TIE: 2 });
  expect(rank(won)).toMatchObject({ models: [], unranked: ['a', 'b'], nu: null });
  expect(rank(votes('a', 'b', { TIE: 4 })).models).toEqual([]);
  expect(rank([...won, ...votes('c', 'b', { TIE: 1 })]).models).toEqual([]);
  // Half wins are lost by somebody.
  expect(rank(won, { ties: 'half-wins' }).models).toHaveLength(2);
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

test('95 % intervals hold the truth in 93 to 97 % of simulated crowds that repeat themselves', () => {
  const runs = 300;
  let inside = 0;
  let rightRanks = 0;
  for (let run = 0; run < runs; run += 1) {
    const { models } = rank(simulate(TRUTH, 1000 + run));
    const held = models.map(({ model, low, high }) => {
      const truth = 1000 + (400 / Math.LN10) * at(TRUTH.theta, Number(model.split(' ')[1]));
      return (low ?? 0) <= truth && truth <= (high ?? 0);
    });
    inside += held.filter(Boolean).length / held.length;
    const ranksHold = models.every(({ model, bestRank, worstRank }) => {
      const rank = 1 + Number(model.split(' ')[1]);
      return bestRank <= rank && rank <= worstRank;
    });
    if (ranksHold) rightRanks += 1;
  }
  expect(inside / runs).toBeGreaterThan(0.93);
  expect(inside / runs).toBeLessThan(0.97);
  expect(rightRanks / runs).toBeGreaterThan(0.95);
});
