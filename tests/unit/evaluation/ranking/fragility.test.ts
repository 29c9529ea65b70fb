import { expect, test } from 'vitest';
import { leaderFragility } from '@/lib/evaluation/ranking/fragility';
import { rank } from '@/lib/evaluation/ranking/ranking';
import { voteTable } from '@/lib/evaluation/ranking/votes';
import { simulate } from './simulate';

const CROWD = { eta: -0.7, voters: 40, prompts: 100, each: 50, stubborn: 0, bothBad: 0 };

test('a close lead hangs on few votes, and without them somebody else leads', () => {
  const votes = simulate({ ...CROWD, theta: [0.12, 0.05, -0.2] }, 3);
  const fragility = leaderFragility(voteTable(votes));
  const before = rank(votes).models[0]?.model;
  expect(fragility?.leader).toBe(before);
  const gone = new Set(fragility?.rows);
  const after = rank(votes.filter((_, i) => !gone.has(i))).models[0]?.model;
  expect(after).toBe(fragility?.rival);
  expect(after).not.toBe(before);
  expect(gone.size).toBeLessThan(votes.length / 20);
});

test('a wide lead hangs on many', () => {
  const close = leaderFragility(voteTable(simulate({ ...CROWD, theta: [0.1, 0, -0.1] }, 3)));
  const wide = leaderFragility(voteTable(simulate({ ...CROWD, theta: [0.7, 0, -0.7] }, 3)));
  expect(wide?.rows.length).toBeGreaterThan(4 * (close?.rows.length ?? Number.POSITIVE_INFINITY));
});
