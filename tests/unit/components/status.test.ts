import { expect, test } from 'vitest';
import { stateOf } from '@/app/status/state';

const pictures = (oldestWaitSeconds: number | null, waitSeconds: number | null) => [
  { kind: 'pictures', oldestWaitSeconds, waitSeconds },
  { kind: 'texts', oldestWaitSeconds: 999, waitSeconds: 999 },
];
const ELLA = { name: 'ella', method: 'ELLA', status: 'ACTIVE' as const, atHand: true };
const RETIRED = { ...ELLA, status: 'RETIRED' as const, atHand: false };
const WORKER = { writes: true, paints: true };

const now = {
  queues: pictures(null, null),
  workers: [WORKER],
  models: [ELLA, RETIRED],
};

test('everything works while each model in use is at hand and somebody writes', () => {
  expect(stateOf(now)).toMatchObject({ state: 'WORKS', wait: 0, missing: [], writes: true });
});

test('one waits as long as others did, or as the oldest does', () => {
  expect(stateOf({ ...now, queues: pictures(null, 3.2) })).toMatchObject({
    state: 'WORKS',
    wait: 3.2,
  });
  expect(stateOf({ ...now, queues: pictures(90, 3.2) })).toMatchObject({ state: 'BUSY', wait: 90 });
});

test('a model that no worker has, or no language model, is said; what waits for it makes nothing busy', () => {
  const missing = { ...ELLA, atHand: false };
  expect(
    stateOf({ ...now, models: [ELLA, missing, RETIRED], queues: pictures(4000, 2) }),
  ).toMatchObject({ state: 'PARTLY', wait: 2, missing: [missing] });
  expect(stateOf({ ...now, workers: [{ writes: false, paints: true }] })).toMatchObject({
    state: 'PARTLY',
    writes: false,
  });
});

test('nothing is promised while no worker runs, or before there is a model', () => {
  expect(stateOf({ ...now, workers: [] })).toMatchObject({ state: 'STOPPED', wait: null });
  expect(stateOf({ ...now, workers: [], models: [] })).toMatchObject({ state: 'NEW', wait: null });
});
