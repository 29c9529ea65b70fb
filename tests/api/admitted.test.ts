import { mkdir, readFile, rm, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { decideEntry, entryOf, fillArena as paintSets } from '@/lib/arena/enter';
import { openSets } from '@/lib/arena/opening';
import { refreshArenaPool } from '@/lib/arena/pool';
import { leaveArena } from '@/lib/arena/rotation';
import { closeVoters } from '@/lib/arena/voters';
import { at } from '@/lib/at';
import { registerModels } from '@/lib/models/register';
import { blobs } from '@/lib/store/blobs';
import { prisma } from '@/lib/store/database';
import { forgetVoter } from '@/lib/yours/forget';
import { encodePng } from '@/lib/jobs/png';
import { fillArena, Visitor } from '../support/arena';
import { startDatabase } from '../support/database';
import { run } from '../support/execute';

let stop: () => Promise<void>;
beforeAll(async () => {
  stop = await startDatabase();
});
afterAll(async () => {
  closeVoters();
  await stop();
});
beforeEach(async () => {
  await prisma().comparison.updateMany({ data: { arena: 'LEFT' } });
  refreshArenaPool();
});

/** A picture of one colour, but for a share of its pixels. */
async function stored(share: number): Promise<string> {
  const rgb = new Uint8Array(64 * 64 * 3).fill(100);
  rgb.fill(200, 0, Math.round(64 * 64 * share) * 3);
  return blobs().put(await encodePng({ rgb, width: 64, height: 64 }, {}));
}

/** Finishes the pictures of all sets that are painted, in their order, as `shares` has them. */
async function paint(shares: readonly number[]): Promise<void> {
  const rows = await prisma().generation.findMany({
    where: { comparison: { arena: 'PAINTING' } },
    orderBy: { id: 'asc' },
  });
  for (const [i, { id }] of rows.entries()) {
    const imageSha256 = await stored(at(shares, i % shares.length));
    const data = { status: 'SUCCEEDED', imageSha256, finishedAt: new Date() } as const;
    await prisma().generation.update({ where: { id }, data });
  }
}

/** Admits a new prompt to the arena. */
async function admit(text: string, proposedBy: string | null = null) {
  const { id: baseId } = await prisma().base.findFirstOrThrow();
  const { id: promptId } = await prisma().prompt.create({
    data: { text, normalizedText: text, category: 'ACTION', licence: 'CC0-1.0' },
  });
  return entryOf({ baseId, promptId, enrichmentId: null }, 'ADMITTED', proposedBy);
}

describe('what is admitted', () => {
  beforeEach(async () => {
    await registerModels('models');
    await prisma().comparison.updateMany({ data: { entryId: null } });
    await prisma().arenaEntry.deleteMany();
  });

  test('is painted in one set at a time, however many see to it, and opened once all of it is there', async () => {
    await admit('a dog sleeping');
    const asked = await Promise.all(Array.from({ length: 8 }, () => paintSets()));
    expect(asked.filter((pictures) => pictures > 0)).toEqual([6]);
    expect(await openSets()).toBe(0);
    await paint([0, 0.1, 0.2, 0.3, 0.4, 0.5]);
    expect(await openSets()).toBe(1);
    expect(await paintSets()).toBe(0);
    const visitor = new Visitor();
    const { reveal } = await visitor.decideSet('TIE');
    expect(reveal).toBeTruthy();
    expect(await paintSets()).toBe(6);
  });

  test('shows no two pictures that nobody can tell apart', async () => {
    await admit('a dog running');
    await paintSets();
    // Of three pairs two look the same.
    await paint([0, 0.001, 0.002, 0.003, 0.5, 1]);
    await openSets();
    const alike = (await prisma().generation.findMany({ where: { blind: true } }))
      .map(({ id }) => id)
      .sort()
      .slice(0, 4);
    for (let turn = 0; turn < 20; turn += 1) {
      const shown = await new Visitor().draw();
      const { leftId, rightId } = await prisma().matchup.findUniqueOrThrow({
        where: { id: shown.key },
      });
      expect([leftId, rightId].some((id) => alike.includes(id))).toBe(false);
    }
  });

  test('of which no two pictures differ is published at once', async () => {
    await admit('a dog jumping');
    await paintSets();
    await paint([0]);
    expect(await openSets()).toBe(1);
    // And not painted again and again.
    expect(await paintSets()).toBe(0);
    expect(await prisma().comparison.count({ where: { arena: 'OPEN' } })).toBe(0);
    expect(
      await prisma().generation.count({
        where: { blind: true, prompt: { text: 'a dog jumping' } },
      }),
    ).toBe(0);
  });

  test('is shown without what cannot be read any more, which keeps no other set out', async () => {
    await admit('a dog lost');
    await admit('a dog found');
    await paintSets();
    await paint([0, 0.1, 0.2, 0.3, 0.4, 0.5]);
    const ofLost = { where: { prompt: { text: 'a dog lost' } }, orderBy: { id: 'asc' } } as const;
    const [gone, damaged, noPicture] = await prisma().generation.findMany(ofLost);
    const [lost, broken] = [await stored(0.6), await stored(0.7)];
    const nonsense = await blobs().put(new TextEncoder().encode('no picture'));
    await blobs().delete(lost);
    await writeFile(
      path.join(process.env['DATA_DIR'] ?? '', 'blobs', broken.slice(0, 2), broken),
      'other bytes',
    );
    const files = [lost, broken, nonsense];
    for (const [i, picture] of [gone, damaged, noPicture].entries()) {
      const data = { imageSha256: at(files, i) };
      await prisma().generation.update({ where: { id: picture?.id ?? '' }, data });
    }
    const said: string[] = [];
    const log = { error: (_error: object, text: string) => void said.push(text) };
    expect(await openSets(log)).toBe(2);
    expect(said.sort()).toEqual(
      [gone, damaged, noPicture]
        .map((one) => `picture ${one?.id ?? ''} is left out of the arena`)
        .sort(),
    );
    expect((await prisma().generation.findMany(ofLost)).map(({ status }) => status)).toEqual([
      ...['FAILED', 'FAILED', 'FAILED'],
      ...['SUCCEEDED', 'SUCCEEDED', 'SUCCEEDED'],
    ]);
    const open = await prisma().comparison.findMany({
      where: { arena: 'OPEN' },
      select: { judgements: true, prompt: { select: { text: true } } },
      orderBy: { id: 'asc' },
    });
    // The third has lost the one beside it, and is not shown.
    expect(open).toEqual(
      expect.arrayContaining([
        { judgements: 1, prompt: { text: 'a dog lost' } },
        { judgements: 3, prompt: { text: 'a dog found' } },
      ]),
    );
  });

  test('waits for a storage that does not answer, and so do no others', async () => {
    await admit('a dog waiting');
    await admit('a dog entering');
    await paintSets();
    await paint([0, 0.1, 0.2, 0.3, 0.4, 0.5]);
    const sha256 = await stored(0.9);
    const first = await prisma().generation.findFirstOrThrow({
      where: { prompt: { text: 'a dog waiting' } },
    });
    await prisma().generation.update({ where: { id: first.id }, data: { imageSha256: sha256 } });
    // Where the file should be is a folder: no word on whether the picture is there.
    const file = path.join(process.env['DATA_DIR'] ?? '', 'blobs', sha256.slice(0, 2), sha256);
    const bytes = await readFile(file);
    await rm(file);
    await mkdir(file);
    const said: string[] = [];
    const log = { error: (_error: object, text: string) => void said.push(text) };
    expect(await openSets(log)).toBe(1);
    expect(said).toEqual([`set ${first.comparisonId ?? ''} cannot be opened now`]);
    await rm(file, { recursive: true });
    await writeFile(file, bytes);
    expect(await openSets(log)).toBe(1);
    expect(await prisma().comparison.count({ where: { arena: 'OPEN' } })).toBe(2);
  });

  test('is not asked of any of those who proposed it, until they are forgotten', async () => {
    const visitors = [new Visitor(), new Visitor(), new Visitor()] as const;
    const [first, second, other] = visitors;
    await fillArena(1);
    const proposers: string[] = [];
    for (const visitor of [first, second]) {
      const { key: id } = await visitor.draw();
      proposers.push((await prisma().matchup.findUniqueOrThrow({ where: { id } })).voterId);
      await visitor.skip(id);
    }
    await prisma().comparison.updateMany({ data: { arena: 'LEFT' } });
    const { baseId, promptId, enrichmentId } = await admit('a dog eating', proposers[0]);
    const again = () => entryOf({ baseId, promptId, enrichmentId }, 'ADMITTED', proposers[1]);
    await Promise.all([again(), again(), again()]);
    await paintSets();
    await paint([0, 0.1, 0.2, 0.3, 0.4, 0.5]);
    await openSets();
    expect((await first.draw()).__typename).toBe('NothingToJudge');
    expect((await second.draw()).__typename).toBe('NothingToJudge');
    expect((await other.draw()).prompt).toBe('a dog eating');
    await forgetVoter(at(proposers, 0));
    await forgetVoter(at(proposers, 1));
    refreshArenaPool();
    // Nobody can tell any more that it was they.
    expect((await first.draw()).prompt).toBe('a dog eating');
    expect((await second.draw()).prompt).toBe('a dog eating');
  });

  test('is painted without a word of it on how much is painted', async () => {
    const shape = z.object({
      status: z.object({
        queued: z.number(),
        running: z.number(),
        queues: z.array(z.record(z.string(), z.unknown())),
      }),
      arenaBeingFilled: z.boolean(),
    });
    const told = () =>
      run(
        `{ arenaBeingFilled status { queued running queues {
          kind waiting running oldestWaitSeconds waitSeconds runSeconds finishedLastHour } } }`,
        shape,
        {},
      );
    refreshArenaPool();
    const before = await told();
    expect(before.arenaBeingFilled).toBe(false);
    await admit('a dog hiding');
    expect(await paintSets()).toBe(6);
    expect(await told()).toEqual({ ...before, arenaBeingFilled: true });
    await prisma().generation.updateMany({
      where: { status: 'QUEUED' },
      data: { status: 'RUNNING' },
    });
    expect(await told()).toEqual({ ...before, arenaBeingFilled: true });
    await paint([0, 0.1, 0.2, 0.3, 0.4, 0.5]);
    await prisma().generation.updateMany({
      where: { blind: true },
      data: { startedAt: new Date() },
    });
    await openSets();
    expect(await told()).toEqual(before);
  });

  test('is painted anew when there is a new model, and the older set leaves then', async () => {
    await admit('a dog swimming');
    await paintSets();
    await paint([0, 0.1, 0.2, 0.3, 0.4, 0.5]);
    await openSets();
    const first = await prisma().comparison.findFirstOrThrow({ where: { arena: 'OPEN' } });
    const { baseId } = await prisma().model.findFirstOrThrow();
    const data = { baseId, method: 'NEW', name: 'newcomer', weightsSha256: 'new' };
    const newcomer = await prisma().model.create({ data });
    expect(await paintSets()).toBe(8);
    expect(await paintSets()).toBe(0);
    await paint([0, 0.1, 0.2, 0.3, 0.4, 0.5]);
    expect(await leaveArena()).toBe(0);
    await openSets();
    expect(await leaveArena()).toBe(1);
    const states = await prisma().comparison.findMany({
      where: { entryId: first.entryId },
      orderBy: { id: 'asc' },
    });
    expect(states.map(({ arena }) => arena)).toEqual(['LEFT', 'OPEN']);
    await prisma().model.update({ where: { id: newcomer.id }, data: { status: 'RETIRED' } });
  });

  test('is what curators admit; what they refuse is painted no more', async () => {
    const { id } = await admit('a dog singing');
    await decideEntry(id, false);
    expect(await paintSets()).toBe(0);
    await decideEntry(id, true);
    expect(await prisma().comparison.count({ where: { entryId: id, arena: 'PAINTING' } })).toBe(1);
    const shape = z.object({
      decideArenaEntry: z.object({ __typename: z.string() }),
    });
    const stranger = `mutation ($id: ID!) { decideArenaEntry(id: $id, admit: true) { __typename } }`;
    const { decideArenaEntry } = await run(stranger, shape, { id });
    expect(decideArenaEntry.__typename).toBe('NotCurator');
  });
});
