import { afterAll, beforeAll, expect, test } from 'vitest';
import { drawMatchup } from '@/lib/arena/draw';
import { votesChanged } from '@/lib/arena/tally';
import { refreshArenaPool } from '@/lib/arena/pool';
import { personalRanking, ranking } from '@/lib/arena/rankings';
import { refreshStandings } from '@/lib/arena/standings';
import { closeVoters, createVoter } from '@/lib/arena/voters';
import { LEAST_DECIDED, withStandings } from '@/lib/evaluation/held';
import { prisma } from '@/lib/store/database';
import { fillArena } from '../support/arena';
import { startDatabase } from '../support/database';
import { exportedVoteList, leaderboardText, recomputed, somebody } from '../support/standings';

/** Prompts with no word in common, so that a picture of one is wrong for every other. */
const TEXTS = ['two purple foxes', 'seven hats', 'one boat', 'five stars', 'three lamps'];

let stop: () => Promise<void>;
beforeAll(async () => {
  stop = await startDatabase();
  // Which none of these voters will see leave.
  await fillArena(TEXTS.length, 'COLOR', 1_000_000);
  const prompts = await prisma().prompt.findMany({ orderBy: { id: 'asc' } });
  for (const [i, text] of TEXTS.entries()) {
    const id = prompts[i]?.id ?? '';
    await prisma().prompt.update({ where: { id }, data: { text, normalizedText: text } });
  }
  const { id: baseId } = await prisma().base.findFirstOrThrow();
  const { id: scorerId } = await prisma().scorer.create({
    data: { baseId, name: 'scorer', sha256: 'scorer' },
  });
  const pictures = await prisma().generation.findMany({
    where: { promptId: prompts[0]?.id ?? '' },
  });
  await prisma().automaticScore.createMany({
    data: pictures.map(({ id: generationId }) => ({ generationId, scorerId, score: 1, facts: [] })),
  });
  refreshArenaPool();
});
afterAll(async () => {
  closeVoters();
  await stop();
});

/** As if the sets of all that is closed had left the arena. */
async function publish() {
  const data = { publishedAt: new Date() };
  await prisma().matchup.updateMany({ where: { state: { not: 'OPEN' } }, data });
  await votesChanged();
}

const ALL = {
  base: 'sarovar-64',
  category: 'ALL',
  question: 'ALIGNMENT',
  form: 'ALL',
  voters: 'ALL',
} as const;

/** The ranking of all as a worker has just stored it, which is that of the export. */
async function ranked() {
  await refreshStandings();
  expect(await leaderboardText()).toBe(await recomputed());
  return ranking(ALL);
}

test('votes are held back until their voter has decided ten matchups, then all of them count', async () => {
  const nine = Array.from({ length: LEAST_DECIDED - 1 }, () => 'LEFT');
  const { visitor, id } = await somebody(...nine);
  const votes = async () => (await exportedVoteList()).map(({ vote }) => vote);
  const sampled = async () =>
    (await votes()).filter(({ kind, question }) => kind === 'SAMPLED' && question === 'ALIGNMENT')
      .length;
  // What is skipped, or answered by half, is not decided.
  const { key } = await visitor.draw();
  await visitor.vote(key, 'ALIGNMENT', 'LEFT');
  await visitor.skip(key);
  await publish();
  expect((await votes()).every(({ held }) => held)).toBe(true);
  const before = await ranked();
  expect(before.ranking.votes).toBe(0);
  expect(before.held).toEqual({ votes: await sampled(), voters: 1 });
  expect((await personalRanking(id, ALL.base)).votes).toBe(await sampled());
  await visitor.decide('LEFT');
  await publish();
  expect((await votes()).some(({ held }) => held)).toBe(false);
  const after = await ranked();
  expect(after.ranking.votes).toBe(await sampled());
  expect(after.held).toBeNull();
});

test('the export says of each vote what the rule says of the export', async () => {
  await somebody('RIGHT', 'TIE');
  await somebody(...Array.from({ length: LEAST_DECIDED + 1 }, () => 'RIGHT'));
  await somebody(...Array.from({ length: LEAST_DECIDED - 1 }, () => 'BOTH_BAD'));
  // The tenth of somebody is not published, and so does not count.
  await publish();
  await somebody(...Array.from({ length: LEAST_DECIDED + 1 }, () => 'TIE'));
  const votes = (await exportedVoteList()).map(({ vote }) => vote);
  expect(new Set(votes.map(({ held }) => held))).toEqual(new Set([true, false]));
  expect(withStandings(votes)).toEqual(votes);
});

test('one of the first ten matchups is gold, at any place', async () => {
  // All pictures could be gold: one that was shown before is none any more.
  const { id: scorerId } = await prisma().scorer.findFirstOrThrow();
  const pictures = await prisma().generation.findMany({ where: { scores: { none: {} } } });
  await prisma().automaticScore.createMany({
    data: pictures.map(({ id: generationId }) => ({ generationId, scorerId, score: 1, facts: [] })),
  });
  refreshArenaPool();
  const places = new Set<number>();
  for (let voter = 0; voter < 40; voter += 1) {
    const voterId = await createVoter(1);
    const kinds: string[] = [];
    for (let turn = 0; turn < LEAST_DECIDED; turn += 1) {
      const id = await drawMatchup({ voterId, category: undefined, except: [] });
      if (!id) break;
      kinds.push(
        (await prisma().matchup.update({ where: { id }, data: { state: 'SKIPPED' } })).kind,
      );
    }
    places.add(kinds.indexOf('GOLD'));
  }
  expect(places).not.toContain(-1);
  // That fewer than six of ten places come up is less likely than 1e-8.
  expect(places.size).toBeGreaterThan(5);
});
