import { setTimeout as sleep } from 'node:timers/promises';
import { encodeGlobalID } from '@pothos/plugin-relay';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { POST as stream } from '@/app/api/graphql/stream/route';
import { closeVoters } from '@/lib/arena/voters';
import { prisma } from '@/lib/store/database';
import { fillArena } from '../support/arena';
import { startDatabase } from '../support/database';
import { statementsOf } from '../support/statements';

let stop: () => Promise<void>;
/** Waits, since nobody paints it. */
let picture: string;
let enrichment: string;
beforeAll(async () => {
  stop = await startDatabase();
  await fillArena(1);
  const { id, promptId } = await prisma().generation.findFirstOrThrow();
  picture = id;
  await prisma().generation.update({ where: { id }, data: { status: 'QUEUED' } });
  enrichment = (await prisma().enrichment.create({ data: { promptId } })).id;
});
afterAll(async () => {
  closeVoters();
  await stop();
});

/** Follows somebody's work over HTTP until the first event. */
async function follow(subscription: string, signal: AbortSignal) {
  const response = await stream(
    new Request('http://localhost/api/graphql/stream', {
      method: 'POST',
      headers: { 'content-type': 'application/json', accept: 'text/event-stream' },
      body: JSON.stringify({ query: `subscription { ${subscription} { id } }` }),
      signal,
    }),
  );
  const reader = response.body?.getReader();
  if (!reader) throw new Error('The answer has no body.');
  for (let text = ''; !text.includes('event: next');) {
    const { value, done } = await reader.read();
    if (done) throw new Error(`The stream ended without an event: ${text}`);
    text += new TextDecoder().decode(value);
  }
  return reader;
}

const statementsFor = async (ms: number) => (await statementsOf(() => sleep(ms)))[1];

/** What was still asked at the end of ten seconds; looks that have begun may take a while. */
async function statementsAtLast(): Promise<string[]> {
  let asked: string[] = [];
  for (const end = Date.now() + 10_000; Date.now() < end;) {
    asked = await statementsFor(600);
    if (asked.length === 0) break;
  }
  return asked;
}

const WORK = {
  generationProgress: () => encodeGlobalID('Generation', picture),
  enrichmentProgress: () => encodeGlobalID('Enrichment', enrichment),
};

test.each(Object.entries(WORK))(
  '%s looks at nothing once its client has gone',
  async (name, id) => {
    const cancelled = await follow(`${name}(id: "${id()}")`, new AbortController().signal);
    expect((await statementsFor(2000)).length).toBeGreaterThan(1);
    void cancelled.cancel();
    expect(await statementsAtLast()).toEqual([]);

    const gone = new AbortController();
    await follow(`${name}(id: "${id()}")`, gone.signal);
    expect((await statementsFor(2000)).length).toBeGreaterThan(1);
    gone.abort();
    expect(await statementsAtLast()).toEqual([]);
  },
);

test('ten follow at a time, and whoever comes after them once one has gone', async () => {
  const id = encodeGlobalID('Generation', picture);
  const followOne = () => follow(`generationProgress(id: "${id}")`, new AbortController().signal);
  const readers = await Promise.all(Array.from({ length: 10 }, followOne));
  await expect(followOne()).rejects.toThrow('You follow as much as one may at a time');
  // All of them are looked at together.
  expect((await statementsFor(2000)).length).toBeLessThan(2000 / 120 + 2);
  for (const reader of readers) void reader.cancel();
  expect(await statementsAtLast()).toEqual([]);
  void (await followOne()).cancel();
});
