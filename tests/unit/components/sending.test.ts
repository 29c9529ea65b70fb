import { afterEach, beforeEach, expect, test, vi } from 'vitest';
import { AskedToWait } from '@/app/components/reached';
import { Refused, vote } from '@/app/vote/arena';
import { Sending } from '@/app/vote/sending';
import { waiting } from '@/app/vote/waiting-answers';

const ANSWER = { question: 'ALIGNMENT', outcome: 'LEFT' } as const;
const STORED = { data: { reply: { __typename: 'Matchup', key: 'a pair' } } };
const TOO_FAST = {
  data: {
    reply: { __typename: 'TooFast', message: 'Too fast; go on in 7 seconds.', retryAfter: 7 },
  },
};
const CLOSED = { data: { reply: { __typename: 'MatchupClosed', message: 'It is closed.' } } };

const server = vi.fn<() => Promise<Response>>();
const answers = (json: object) => server.mockResolvedValueOnce(Response.json(json));

function heard() {
  const told: unknown[] = [];
  const sending = new Sending({
    stored: () => told.push('stored'),
    refused: (_said, { kind }) => told.push(kind),
    waits: (count, why) => told.push([count, why]),
  });
  return { told, sending };
}

beforeEach(() => {
  vi.useFakeTimers();
  vi.stubGlobal('fetch', server);
});

afterEach(() => {
  vi.useRealTimers();
  vi.unstubAllGlobals();
  server.mockReset();
});

test.each([
  ['the server', () => answers(TOO_FAST)],
  [
    'something before it',
    () =>
      server.mockResolvedValueOnce(
        new Response('Too many requests', { status: 429, headers: { 'retry-after': '7' } }),
      ),
  ],
])('what %s asks to wait is kept, and sent by itself once it may be', async (_who, refuses) => {
  const { told, sending } = heard();
  refuses();
  answers(STORED);
  sending.say('a pair', ANSWER);
  await vi.advanceTimersByTimeAsync(6_900);
  expect(told).toEqual([[1, 'slow']]);
  expect(waiting()).toHaveLength(1);
  expect(server).toHaveBeenCalledOnce();
  await vi.advanceTimersByTimeAsync(200);
  expect(told).toEqual([[1, 'slow'], 'stored', [0, 'slow']]);
  expect(waiting()).toEqual([]);
});

test('without a network it is tried again, later each time', async () => {
  const { told, sending } = heard();
  server.mockRejectedValueOnce(new TypeError('Failed to fetch'));
  server.mockRejectedValueOnce(new TypeError('Failed to fetch'));
  answers(STORED);
  sending.say('a pair', ANSWER);
  await vi.advanceTimersByTimeAsync(2_900);
  expect(told).toEqual([
    [1, 'away'],
    [1, 'away'],
  ]);
  await vi.advanceTimersByTimeAsync(200);
  expect(told.slice(2)).toEqual(['stored', [0, 'away']]);
});

test('what is refused for good is dropped with whatever else was said of its pair', async () => {
  const { told, sending } = heard();
  answers(CLOSED);
  sending.say('a pair', ANSWER);
  sending.say('a pair', null);
  await vi.runAllTimersAsync();
  expect(told).toEqual(['MatchupClosed']);
  expect(waiting()).toEqual([]);
});

test('who is asked to wait is told for how long, also by a date', async () => {
  const asked = () => vote('a pair', 'ALIGNMENT', 'LEFT', 'a key').catch((error: unknown) => error);
  answers(TOO_FAST);
  expect(await asked()).toMatchObject({ name: 'AskedToWait', seconds: 7 });
  for (const [retryAfter, seconds] of [
    [new Date(Date.now() + 30_000).toUTCString(), 30],
    ['0', 1],
    ['soon', 5],
  ] as const) {
    server.mockResolvedValueOnce(
      new Response('', { status: 429, headers: { 'retry-after': retryAfter } }),
    );
    const error = await asked();
    expect(error).toBeInstanceOf(AskedToWait);
    expect(error).not.toBeInstanceOf(Refused);
    if (error instanceof AskedToWait) expect(Math.abs(error.seconds - seconds)).toBeLessThan(2);
  }
});
