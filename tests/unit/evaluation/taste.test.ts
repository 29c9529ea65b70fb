import { expect, test } from 'vitest';
import { arenaVoteSchema, type ArenaVote } from '@/lib/evaluation/arena-votes';
import { agreementWithCrowd, mostTrusted, type Crowd } from '@/lib/evaluation/taste';

let number = 0;

function vote(more: Partial<ArenaVote> = {}): ArenaVote {
  number += 1;
  return arenaVoteSchema.parse({
    id: String(number),
    matchup: String(number),
    at: '2026-01-01T00:00:00.000Z',
    question: 'ALIGNMENT',
    base: 'base',
    category: 'COLOR',
    form: 'SIMPLE',
    prompt: 'prompt',
    set: 'set',
    first: 'ella@1',
    second: 'vanilla@2',
    outcome: 'FIRST',
    voter: 'me',
    kind: 'SAMPLED',
    propensity: 1,
    gold: null,
    repeats: null,
    quarantined: false,
    held: false,
    ...more,
  });
}

/** Of all voters together: ELLA over vanilla so often, and the other way round. */
function crowd(wins: number, losses: number, computedAt: Date | null = new Date()) {
  const pair = { first: 'ella@1', second: 'vanilla@2', wins, losses, ties: 3, bothBad: 2 };
  return new Map<string, Crowd>([['COLOR', { pairs: [pair], computedAt }]]);
}

const turned = { first: 'vanilla@2', second: 'ella@1' };

test('agreement is with the majority of the others, on whichever side a model stood', () => {
  const own = [vote(), vote({ ...turned, outcome: 'SECOND' }), vote({ outcome: 'SECOND' })];
  // Of the crowd's 12 two are the voter's own.
  expect(agreementWithCrowd(own, crowd(12, 3))).toMatchObject({ value: 2 / 3, asked: 3 });
});

test('one’s own votes are no crowd, unless they are not in it yet', () => {
  const own = [vote(), vote()];
  expect(agreementWithCrowd(own, crowd(2, 0))).toBeUndefined();
  expect(agreementWithCrowd(own, crowd(3, 0))?.value).toBe(1);
  expect(agreementWithCrowd(own, crowd(3, 2))?.value).toBe(0);
  const before = new Date('2025-12-31T00:00:00Z');
  expect(agreementWithCrowd(own, crowd(3, 2, before))?.value).toBe(1);
  const held = own.map((one) => ({ ...one, held: true }));
  expect(agreementWithCrowd(held, crowd(3, 2))?.value).toBe(1);
});

test('what was not decided, nor sampled, nor asked of others, is not compared', () => {
  const others = [
    vote({ outcome: 'TIE' }),
    vote({ outcome: 'BOTH_BAD' }),
    vote({ kind: 'GOLD' }),
    vote({ question: 'OVERALL' }),
    vote({ category: 'ACTION' }),
    vote({ first: 'sur@3' }),
  ];
  expect(agreementWithCrowd(others, crowd(9, 0))).toBeUndefined();
});

test('a model is trusted from five votes on, where most are for it', () => {
  const four = Array.from({ length: 4 }, () => vote());
  expect(mostTrusted(four)).toBeUndefined();
  expect(mostTrusted([...four, vote({ category: 'ACTION' })])).toBeUndefined();
  const trusted = mostTrusted([...four, vote({ ...turned, outcome: 'SECOND' })]);
  expect(trusted).toMatchObject({ category: 'COLOR', model: 'ella@1', share: { asked: 5 } });
  const split = [...four, ...Array.from({ length: 4 }, () => vote({ outcome: 'SECOND' }))];
  expect(mostTrusted(split)).toBeUndefined();
});
