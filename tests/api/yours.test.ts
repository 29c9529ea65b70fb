import { encodeGlobalID } from '@pothos/plugin-relay';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { fillArena as paintSets } from '@/lib/arena/enter';
import { closeVoters } from '@/lib/arena/voters';
import { registerModels } from '@/lib/models/register';
import { blobs } from '@/lib/store/blobs';
import { prisma } from '@/lib/store/database';
import { Visitor } from '../support/arena';
import { startDatabase } from '../support/database';
import { exportedLines } from '../support/exports';
import { HttpClient } from '../support/http';
import { brought, deleteAllMine, deleteMine, enrich, painted, paintArena } from '../support/yours';

let stop: () => Promise<void>;
beforeAll(async () => {
  stop = await startDatabase();
  await registerModels('models');
  // All models are at hand.
  const models = { connect: await prisma().model.findMany({ select: { id: true } }) };
  const worker = { id: 'worker', pid: 1, host: 'here', device: 'cpu', runtime: {} };
  await prisma().workerHeartbeat.create({ data: { ...worker, models } });
});
afterAll(async () => {
  closeVoters();
  await stop();
});

const MINE = `query ($kind: OwnKind, $first: Int, $after: String) {
  mine(kind: $kind, first: $first, after: $after) { pageInfo { endCursor hasNextPage }
    edges { node { id kind text visibility entry path pictureUrls } } } }`;
const own = z.object({
  id: z.string(),
  kind: z.string(),
  text: z.string(),
  visibility: z.string(),
  entry: z.string().nullable(),
  path: z.string().nullable(),
  pictureUrls: z.array(z.string()),
});
const mineShape = z.object({
  data: z.object({
    mine: z.object({
      pageInfo: z.object({ endCursor: z.string().nullable(), hasNextPage: z.boolean() }),
      edges: z.array(z.object({ node: own })),
    }),
  }),
});

async function mine(who: HttpClient, variables: object = {}) {
  const { pageInfo, edges } = (await who.ask(MINE, mineShape, variables)).data.mine;
  return { ...pageInfo, works: edges.map(({ node }) => node) };
}

describe('what is mine', () => {
  test('is what my cookie asked for, by kinds and pages, and nobody else’s', async () => {
    const [me, other] = [new HttpClient(), new HttpClient()];
    const work = await painted(me, 'a red fox');
    const longer = await enrich(me, 'a red fox', 'a red fox in the snow');
    await painted(other, 'a red fox');
    const { works } = await mine(me);
    expect(works.map(({ kind }) => kind)).toEqual(['ENRICHMENT', 'COMPARISON', 'PROMPT']);
    expect(works[0]).toMatchObject({ id: longer, text: 'a red fox in the snow', path: null });
    expect(works[1]).toMatchObject({ id: work.id, path: `/c/${work.key}`, visibility: 'VISIBLE' });
    expect(works[1]?.pictureUrls).toHaveLength(6);
    expect((await mine(me, { kind: 'PROMPT' })).works).toEqual([works[2]]);
    const first = await mine(me, { first: 2 });
    expect(first).toMatchObject({ works: works.slice(0, 2), hasNextPage: true });
    expect((await mine(me, { first: 2, after: first.endCursor })).works).toEqual([works[2]]);
    // Whoever wrote it first has the prompt.
    expect((await mine(other)).works.map(({ kind }) => kind)).toEqual(['COMPARISON']);
    expect((await mine(new HttpClient())).works).toEqual([]);
  });

  test('says what curators and the arena made of it', async () => {
    const me = new HttpClient();
    const work = await painted(me, 'a blue fox');
    await me.ask(`mutation { sendToVoting(id: "${work.id}") { __typename } }`, z.unknown());
    await prisma().prompt.updateMany({
      where: { text: 'a blue fox' },
      data: { visibility: 'HIDDEN' },
    });
    const [first] = (await mine(me)).works;
    expect(first).toMatchObject({ visibility: 'HIDDEN', entry: 'ADMITTED' });
    // Hidden, it stays so: only its owner goes. The arena must not paint it for the tests below.
    expect(await deleteMine(me, work.prompt.id)).toMatchObject({ texts: 0, kept: 1, pictures: 6 });
    expect(await prisma().prompt.count({ where: { text: 'a blue fox', askedById: null } })).toBe(1);
    await prisma().arenaEntry.deleteMany();
  });
});

describe('I delete', () => {
  test('a comparison, with its files, and nothing that others have', async () => {
    const [me, other] = [new HttpClient(), new HttpClient()];
    const photo = await brought(me);
    const work = await painted(me, 'a tiny fox', { initialSha256: photo, strength: 0.5 });
    const theirs = await painted(other, 'a tiny fox');
    const [shared, alone] = work.pictures;
    const imageSha256 = shared?.imageSha256 ?? '';
    await prisma().generation.update({
      where: { id: theirs.pictures[0]?.id ?? '' },
      data: { imageSha256 },
    });
    const refused = { __typename: 'NotFound', message: 'There is nothing of yours of that id.' };
    expect(await deleteMine(other, work.id)).toEqual(refused);
    expect(await deleteMine(other, 'bm90aGluZw==')).toEqual(refused);
    expect(await deleteMine(new HttpClient(), work.id)).toMatchObject({
      __typename: 'VoterUnknown',
    });
    const files = () => Promise.all(work.pictures.map((row) => blobs().has(row.imageSha256 ?? '')));
    expect(await files()).toEqual([true, true, true, true, true, true]);
    expect(await deleteMine(me, work.id)).toMatchObject({ pictures: 6, votedOn: 0, texts: 0 });
    expect(await files()).toEqual([true, false, false, false, false, false]);
    expect(await blobs().has(alone?.imageSha256 ?? '')).toBe(false);
    // Brought less than a day ago, it is kept for another picture.
    expect(await blobs().has(photo)).toBe(true);
    expect(await prisma().comparison.count({ where: { id: work.key } })).toBe(0);
    expect(await prisma().comparison.count({ where: { id: theirs.key } })).toBe(1);
    expect(await deleteMine(me, work.id)).toEqual(refused);
  });

  test('one picture of a comparison, and one that is being painted', async () => {
    const me = new HttpClient();
    const work = await painted(me, 'a fast fox');
    const [first, second] = work.pictures.map(({ id }) => encodeGlobalID('Generation', id));
    await prisma().generation.update({
      where: { id: work.pictures[1]?.id ?? '' },
      data: { status: 'RUNNING', workerId: 'worker' },
    });
    expect(await deleteMine(me, first ?? '')).toMatchObject({ pictures: 1 });
    expect(await deleteMine(me, second ?? '')).toMatchObject({ pictures: 1 });
    expect(await prisma().generation.count({ where: { comparisonId: work.key } })).toBe(4);
  });

  test('a prompt with all that I made of it; one that others use only loses its owner', async () => {
    const [me, other] = [new HttpClient(), new HttpClient()];
    const work = await painted(me, 'a sad fox');
    await enrich(me, 'a sad fox', 'a very sad fox');
    expect(await deleteMine(me, work.prompt.id)).toMatchObject({ texts: 2, kept: 0, pictures: 6 });
    expect(await prisma().prompt.count({ where: { text: 'a sad fox' } })).toBe(0);
    expect((await mine(me)).works).toEqual([]);

    const shared = await painted(me, 'a glad fox');
    const theirs = await painted(other, 'a glad fox');
    expect(await deleteMine(me, shared.prompt.id)).toMatchObject({
      texts: 0,
      kept: 1,
      pictures: 6,
    });
    expect(await prisma().prompt.findFirst({ where: { text: 'a glad fox' } })).toMatchObject({
      askedById: null,
      visibility: 'VISIBLE',
    });
    expect(await prisma().generation.count({ where: { comparisonId: theirs.key } })).toBe(6);
  });

  test('everything at once', async () => {
    const me = new HttpClient();
    await painted(me, 'an old fox');
    await painted(me, 'a new fox');
    expect(await deleteAllMine(me)).toMatchObject({ pictures: 12, texts: 2, kept: 0 });
    expect((await mine(me)).works).toEqual([]);
  });
});

const removalShape = z.object({
  data: z.object({
    removal: z.object({ deletedAt: z.string(), votes: z.number() }).nullable(),
    generation: z.unknown(),
    comparison: z.unknown(),
  }),
});
const removalOf = async (key: string) =>
  (
    await new HttpClient().ask(
      `query ($key: String!) { removal(key: $key) { deletedAt votes }
        generation(key: $key) { key } comparison(key: $key) { key } }`,
      removalShape,
      { key },
    )
  ).data;

describe('my prompt that others vote on', () => {
  test('leaves the arena whole: votes stay, pictures and text go, and nobody judges it any more', async () => {
    const me = new HttpClient();
    const work = await painted(me, 'a voted fox');
    await me.ask(`mutation { sendToVoting(id: "${work.id}") { __typename } }`, z.unknown());
    await paintArena();
    const [quick, slow] = [new Visitor(), new Visitor()];
    const { key } = await quick.decide('LEFT');
    const open = await slow.draw();
    const set = await prisma().comparison.findFirstOrThrow({
      where: { matchups: { some: { id: key } } },
      include: { generations: true },
    });
    const shown = await prisma().matchup.findUniqueOrThrow({ where: { id: key } });
    expect(await removalOf(shown.leftId)).toMatchObject({ removal: null });
    expect(await exportedLines('votes')).toBe('');

    const deleted = await deleteMine(me, work.prompt.id);
    expect(deleted).toMatchObject({ texts: 1, kept: 0, pictures: 12, votedOn: 2 });
    expect(await prisma().comparison.findUniqueOrThrow({ where: { id: set.id } })).toMatchObject({
      arena: 'LEFT',
    });
    expect(await slow.vote(open.key, 'ALIGNMENT', 'LEFT')).toMatchObject({
      __typename: 'MatchupClosed',
    });
    expect((await exportedLines('votes')).trim().split('\n')).toHaveLength(2);
    const everything = JSON.stringify([
      await prisma().prompt.findMany(),
      await exportedLines('prompts'),
      await exportedLines('generations'),
    ]);
    expect(everything).not.toContain('a voted fox');
    for (const { imageSha256 } of set.generations) {
      expect(await blobs().has(imageSha256 ?? '')).toBe(false);
    }
    for (const place of [shown.leftId, set.id, key]) {
      expect(await removalOf(place)).toMatchObject({
        removal: { votes: 2 },
        generation: null,
        comparison: null,
      });
    }
    expect(await paintSets()).toBe(0);
    expect(await new Visitor().draw()).toMatchObject({ __typename: 'NothingToJudge' });
  });

  test('goes before it was shown, without a trace', async () => {
    const me = new HttpClient();
    const work = await painted(me, 'an unseen fox');
    await me.ask(`mutation { sendToVoting(id: "${work.id}") { __typename } }`, z.unknown());
    await paintSets();
    const sets = await prisma().comparison.count();
    expect(await deleteAllMine(me)).toMatchObject({ pictures: 12, votedOn: 0, texts: 1 });
    expect(await prisma().comparison.count()).toBe(sets - 2);
    expect(await prisma().arenaEntry.count()).toBe(0);
  });
});
