import { setTimeout as sleep } from 'node:timers/promises';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { encodeGlobalID } from '@pothos/plugin-relay';
import pg from 'pg';
import sharp from 'sharp';
import { z } from 'zod';
import { keepRanking } from '@/lib/arena/rankings';
import { registerModels } from '@/lib/models/register';
import { reportBlind } from '@/lib/moderation/reports';
import { closeVoters, createVoter, signVoter } from '@/lib/arena/voters';
import { blobs } from '@/lib/store/blobs';
import { prisma } from '@/lib/store/database';
import { forgetPictures, keepPicture } from '@/lib/studio/kept-pictures';
import { storePrompt } from '@/lib/studio/prompts';
import { seed } from '@/prisma/seed';
import { fillArena, fillWithVotes, Visitor } from '../support/arena';
import { startDatabase } from '../support/database';
import { run } from '../support/execute';

const AT_ONCE = 32;

/** Does the same `times` in one moment, as on a busy day. Throws when one of them does. */
function atOnce<T>(work: () => Promise<T>, times = AT_ONCE): Promise<T[]> {
  return Promise.all(Array.from({ length: times }, work));
}

let stop: () => Promise<void>;
beforeAll(async () => {
  stop = await startDatabase();
});
afterAll(async () => {
  closeVoters();
  await stop();
});

test('processes that start together register each base, model and scorer once', async () => {
  const ids = await atOnce(async () => [...(await registerModels('models')).keys()].sort());
  expect(new Set(ids.map(String)).size).toBe(1);
  expect(await prisma().base.count()).toBe(1);
  expect(await prisma().scorer.count()).toBe(1);
  expect(await prisma().model.count()).toBe(ids[0]?.length);
});

test('and seed the gallery and the arena once', async () => {
  await atOnce(() => seed('models'), 4);
  const painted = await prisma().generation.groupBy({
    by: ['promptId', 'blind', 'comparisonId'],
    where: { reproducesId: null },
  });
  const once = new Set(painted.map(({ promptId, blind }) => `${promptId} ${String(blind)}`));
  expect(painted).toHaveLength(once.size);
  expect(await seed('models')).toMatch(/ 0 pictures newly asked for/);
});

test('visitors who ask for the same new prompt share its row', async () => {
  const shape = z.object({ enrich: z.object({ prompt: z.object({ id: z.string() }) }) });
  const enrich = /* GraphQL */ `
    mutation ($input: EnrichInput!) {
      enrich(input: $input) {
        ... on Enrichment {
          prompt {
            id
          }
        }
      }
    }
  `;
  const input = { prompt: 'Eight  visitors', text: 'Eight visitors at a lake' };
  const asked = await atOnce(() => run(enrich, shape, { input }));
  expect(new Set(asked.map((answer) => answer.enrich.prompt.id)).size).toBe(1);
});

test('the first words and category of a prompt stay', async () => {
  const first = { text: 'Two trees', category: 'COUNTING', licence: 'CC0-1.0' } as const;
  const row = await storePrompt(first);
  expect(await storePrompt({ ...first, text: 'two  trees', category: 'COLOR' })).toEqual(row);
});

test('a picture that many bring is kept once, and forgotten once', async () => {
  const png = await sharp({ create: { width: 64, height: 64, channels: 3, background: 'teal' } })
    .png()
    .toBuffer();
  const hashes = new Set(await atOnce(() => keepPicture(png), 8));
  expect(hashes.size).toBe(1);
  expect(await prisma().keptPicture.count()).toBe(1);
  await atOnce(() => forgetPictures(new Date(Date.now() + 25 * 3_600_000)));
  expect(await prisma().keptPicture.count()).toBe(0);
  expect(await blobs().has([...hashes].join())).toBe(false);
});

test('processes that start together sign cookies with one key', async () => {
  const signed = await atOnce(() => {
    closeVoters();
    return signVoter('somebody');
  });
  expect(new Set(signed).size).toBe(1);
  expect(await prisma().secret.count()).toBe(1);
});

describe('in the arena', () => {
  let picture: string;
  beforeAll(async () => {
    await prisma().generation.updateMany({ data: { status: 'CANCELLED' } });
    await fillArena(12);
    await new Visitor().decideSet('TIE');
    const where = { status: 'SUCCEEDED', blind: false } as const;
    picture = (await prisma().generation.findFirstOrThrow({ where })).id;
  });

  test('a voter’s stars are one rating', async () => {
    const visitor = new Visitor();
    await visitor.draw();
    const input = { generationId: encodeGlobalID('Generation', picture), criterion: 'QUALITY' };
    const rate = /* GraphQL */ `
      mutation ($input: RateInput!) {
        rate(input: $input) {
          __typename
        }
      }
    `;
    const answers = await atOnce(() =>
      visitor.ask('rate', rate, { input: { ...input, value: 4 } }),
    );
    expect(new Set(answers.map(({ __typename }) => __typename))).toEqual(new Set(['Generation']));
    expect(await prisma().rating.count()).toBe(1);
  });

  test('a report is stored once', async () => {
    const visitor = new Visitor();
    const { key } = await visitor.draw();
    const { voterId } = await prisma().matchup.findUniqueOrThrow({ where: { id: key } });
    const stored = await atOnce(() => reportBlind(voterId, key, 'LEFT', 'unfit'));
    expect(stored).not.toContain(false);
    expect(await prisma().report.count()).toBe(1);
  });

  test('new voters are as many as ask', async () => {
    expect(new Set(await atOnce(() => createVoter(1))).size).toBe(AT_ONCE);
  });

  test('a prompt that many send to voting is painted for it once', async () => {
    // Of what the seed admits so much is painted already that others wait.
    await prisma().arenaEntry.updateMany({ data: { state: 'REFUSED' } });
    const painted = z.object({ compare: z.object({ id: z.string() }) });
    const compare = /* GraphQL */ `
      mutation ($input: CompareInput!) {
        compare(input: $input) {
          ... on Comparison {
            id
          }
        }
      }
    `;
    const { compare: comparison } = await run(compare, painted, {
      input: { prompt: 'Nine lamps' },
    });
    const shape = z.object({ sendToVoting: z.object({ state: z.literal('ADMITTED') }) });
    const send = /* GraphQL */ `
      mutation ($id: ID!) {
        sendToVoting(id: $id) {
          ... on ArenaEntry {
            state
          }
        }
      }
    `;
    const before = await prisma().comparison.count();
    const asked = await atOnce(() => run(send, shape, comparison));
    expect(new Set(asked.map(({ sendToVoting }) => sendToVoting.state)).size).toBe(1);
    expect(await prisma().comparison.count()).toBe(before + 1);
  });

  test('a ranking that many keep is one snapshot', async () => {
    await fillWithVotes();
    const base = (await prisma().base.findFirstOrThrow()).name;
    const slice = {
      base,
      category: 'ALL',
      question: 'ALIGNMENT',
      form: 'ALL',
      voters: 'ALL',
    } as const;
    const kept = await atOnce(() => keepRanking(slice));
    expect(new Set(kept).size).toBe(1);
    expect(kept[0]).toBeDefined();
  }, 300_000);
});

test('a read of several statements waits for whoever has the database, longer than Prisma would', async () => {
  await fillArena(1, 'COUNTING');
  const { id } = await prisma().generation.findFirstOrThrow();
  const other = new pg.Client({ connectionString: process.env['DATABASE_URL'] });
  await other.connect();
  await other.query('BEGIN');
  await other.query('SELECT 1');
  // Prisma asks for what is asked for in one moment in one transaction.
  const reading = Promise.all([
    prisma().generation.findUniqueOrThrow({ where: { id } }),
    prisma().generation.findUniqueOrThrow({ where: { id }, include: { prompt: true } }),
    prisma().generation.findUniqueOrThrow({ where: { id }, include: { model: true } }),
  ]);
  await Promise.all([
    expect(reading).resolves.toHaveLength(3),
    sleep(3500).then(() => other.query('COMMIT')),
  ]);
  await other.end();
});
