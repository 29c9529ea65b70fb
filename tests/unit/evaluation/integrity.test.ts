import { at } from '@/lib/at';
import { expect, test } from 'vitest';
import type { ArenaVote } from '@/lib/evaluation/arena-votes';
import { suspiciousVoters } from '@/lib/evaluation/integrity';
import { rankSlice } from '@/lib/evaluation/leaderboard';
import type { Slice } from '@/lib/evaluation/slices';
import { simulate, uniforms, type Crowd } from './ranking/simulate';

const CROWD: Crowd = {
  theta: [0.55, 0.25, 0, -0.2, -0.6],
  eta: -1.2,
  voters: 250,
  prompts: 120,
  each: 20,
  stubborn: 0.3,
  bothBad: 0.05,
};
const SLICE: Slice = {
  base: 'base',
  category: 'ALL',
  question: 'ALIGNMENT',
  form: 'ALL',
  voters: 'ALL',
};

let count = 0;

/** A vote as the export has it, some seconds after the voter's one before. */
function exported(
  vote: Partial<ArenaVote> & Pick<ArenaVote, 'first' | 'second' | 'voter'>,
): ArenaVote {
  count += 1;
  const id = String(count).padStart(8, '0');
  return {
    id,
    matchup: id,
    question: 'ALIGNMENT',
    base: 'base',
    category: 'COUNTING',
    form: 'SIMPLE',
    prompt: 'prompt 0',
    set: 'set 0',
    outcome: 'TIE',
    kind: 'SAMPLED',
    propensity: 0.1,
    gold: null,
    repeats: null,
    quarantined: false,
    held: false,
    seasoned: false,
    verified: false,
    at: new Date(1e12 + count * 5000).toISOString(),
    ...vote,
  };
}

/** Votes that all favour `target`, by `bots` identities. */
function attack(target: string, bots: number, each: number, seed: number): ArenaVote[] {
  const next = uniforms(seed);
  return Array.from({ length: bots * each }, (_, i) => {
    const others = CROWD.theta.map((__, k) => `model ${k}`).filter((name) => name !== target);
    const other = at(others, Math.floor(next() * others.length));
    const voter = `bot ${i % bots}`;
    const prompt = `prompt ${Math.floor(next() * CROWD.prompts)}`;
    return next() < 0.5
      ? exported({ first: target, second: other, outcome: 'FIRST', voter, prompt })
      : exported({ first: other, second: target, outcome: 'SECOND', voter, prompt });
  });
}

const order = (votes: readonly ArenaVote[]) =>
  rankSlice(votes, SLICE).ranking.models.map(({ model }) => model);

test.each([1, 2, 3, 4, 5])(
  '500 bot votes among 5,000 honest ones change no order once they are set aside (crowd %i)',
  (seed) => {
    const honest = simulate(CROWD, seed).map((vote) => exported(vote));
    const votes = [...honest, ...attack('model 3', 20, 25, seed)];
    expect(order(votes)).not.toEqual(order(honest));
    const caught = suspiciousVoters(votes).map(({ voter }) => voter);
    const innocent = caught.filter((voter) => voter.startsWith('voter'));
    expect(innocent.length / CROWD.voters).toBeLessThanOrEqual(0.02);
    const out = new Set(caught);
    expect(order(votes.filter(({ voter }) => !out.has(voter)))).toEqual(order(honest));
  },
);

test('of honest voters hardly anybody is caught', () => {
  let caught = 0;
  for (let seed = 10; seed < 20; seed += 1) {
    caught += suspiciousVoters(simulate(CROWD, seed).map((vote) => exported(vote))).length;
  }
  expect(caught / (10 * CROWD.voters)).toBeLessThan(0.01);
});

test('the same votes in any order give the same list', () => {
  const votes = [
    ...simulate({ ...CROWD, voters: 40 }, 7).map((vote) => exported(vote)),
    ...attack('model 4', 4, 30, 7),
  ];
  const list = suspiciousVoters(votes);
  expect(list.map(({ voter }) => voter)).toEqual(['bot 0', 'bot 1', 'bot 2', 'bot 3']);
  expect(list[0]?.reasons[0]).toMatchObject({ test: 'FAVOURS' });
  expect(list[0]?.reasons[0]?.detail).toContain('votes for model 4 more than others do');
  expect(suspiciousVoters([...votes].reverse())).toEqual(list);
});

function lonely(outcomes: readonly ArenaVote['outcome'][], change: Partial<ArenaVote> = {}) {
  return outcomes.map((outcome) =>
    exported({ first: 'model 0', second: 'model 1', voter: 'somebody', outcome, ...change }),
  );
}

test('whoever always takes one side, fails gold pairs or is faster than eyes is named', () => {
  const always = new Array<ArenaVote['outcome']>(14).fill('FIRST');
  expect(suspiciousVoters(lonely(always))[0]?.reasons).toMatchObject([
    { test: 'POSITION', detail: '14 times left, 0 times right' },
  ]);
  const both = Array.from<unknown, ArenaVote['outcome']>({ length: 30 }, (_, i) =>
    i % 2 ? 'FIRST' : 'SECOND',
  );
  const failed = lonely(both.slice(0, 8), { kind: 'GOLD', gold: 'SECOND', outcome: 'TIE' });
  expect(suspiciousVoters(failed)[0]?.reasons).toMatchObject([
    { test: 'GOLD', detail: '0 of 8 gold pairs right' },
  ]);
  const fast = lonely(both).map((vote, i) => ({
    ...vote,
    at: new Date(1e12 + i * 300).toISOString(),
  }));
  expect(suspiciousVoters(fast)[0]?.reasons).toMatchObject([{ test: 'BURST', p: null }]);
  expect(suspiciousVoters(lonely(both))).toEqual([]);
});
