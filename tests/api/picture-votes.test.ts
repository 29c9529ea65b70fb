// How pictures fared in the arena: what is told of it, to whom, and when.
import { afterAll, beforeAll, expect, test } from 'vitest';
import { countPictureVotes } from '@/lib/arena/picture-votes';
import { liftQuarantine } from '@/lib/arena/quarantine';
import { publicVoter } from '@/lib/arena/names';
import { refreshStandings } from '@/lib/arena/standings';
import { closeVoters } from '@/lib/arena/voters';
import { at } from '@/lib/at';
import { LEAST_DECIDED } from '@/lib/evaluation/held';
import { moderate } from '@/lib/moderation/moderate';
import { prisma } from '@/lib/store/database';
import { forgetVoter } from '@/lib/yours/forget';
import { fillArena, publishArena, Visitor } from '../support/arena';
import { startDatabase } from '../support/database';
import { keysOf, pictures } from '../support/generations';
import { judgeable, setAside, somebody, type Somebody } from '../support/standings';

let stop: () => Promise<void>;
let judge: Somebody;

const NEVER = 1_000_000;

beforeAll(async () => {
  stop = await startDatabase();
  await fillArena(6, 'COUNTING', NEVER);
  judge = await judgeable('LEFT', 'RIGHT', 'LEFT', 'RIGHT', 'LEFT', 'BOTH_BAD');
});
afterAll(async () => {
  closeVoters();
  await stop();
});

/** All that lists and their orders say of votes. */
async function told() {
  const orderBy = { field: 'VOTES', direction: 'DESC' };
  const list = await pictures({ orderBy });
  const all = list.edges.flatMap(({ node: { key, votes } }) =>
    votes.map((own) => ({ key, ...own })),
  );
  const sum = (question: string, of: 'wins' | 'losses' | 'ties' | 'bothBad') =>
    all.filter((own) => own.question === question).reduce((total, own) => total + own[of], 0);
  return { list, all, sum };
}

/** The same as the votes themselves say. */
async function asVoted(voterIds: readonly string[]) {
  const matchups = await prisma().matchup.findMany({
    where: { voterId: { in: [...voterIds] }, kind: 'SAMPLED', publishedAt: { not: null } },
    include: { votes: { where: { question: 'ALIGNMENT', withdrawnAt: null } } },
  });
  const said = matchups.flatMap(({ votes }) => votes.map(({ outcome }) => outcome));
  const count = (...outcomes: string[]) => said.filter((own) => outcomes.includes(own)).length;
  return { decisive: count('LEFT', 'RIGHT'), ties: count('TIE'), bad: count('BOTH_BAD') };
}

async function expectTold(voterIds: readonly string[]): Promise<void> {
  await refreshStandings();
  const { list, sum } = await told();
  const { decisive, ties, bad } = await asVoted(voterIds);
  expect(sum('ALIGNMENT', 'wins')).toBe(decisive);
  expect(sum('ALIGNMENT', 'losses')).toBe(decisive);
  // Each is told of both pictures.
  expect(sum('ALIGNMENT', 'ties')).toBe(2 * ties);
  expect(sum('ALIGNMENT', 'bothBad')).toBe(2 * bad);
  // And the orders are those of what is told.
  const counts = list.edges.map(({ node: { votes } }) => {
    const own = votes.find(({ question }) => question === 'ALIGNMENT');
    return own ? own.wins + own.losses + own.ties + own.bothBad : 0;
  });
  expect(counts).toEqual(counts.toSorted((a, b) => b - a));
  // Of comparisons and prompts, each answer is told once.
  const answers = decisive + ties + bad;
  const sums = { _sum: { voteCount: true } } as const;
  expect((await prisma().comparison.aggregate(sums))._sum.voteCount).toBe(answers);
  expect((await prisma().prompt.aggregate(sums))._sum.voteCount).toBe(answers);
  const best = await pictures({ orderBy: { field: 'WIN_RATE', direction: 'DESC' } });
  const lows = best.edges.map(
    ({ node }) => node.votes.find(({ question }) => question === 'ALIGNMENT')?.winRate?.low ?? NaN,
  );
  expect(lows).toEqual(lows.toSorted((a, b) => b - a));
  if (decisive > 0) expect(lows.length).toBeGreaterThan(0);
}

test('of what is in the arena nothing is told or counted', async () => {
  await refreshStandings();
  await countPictureVotes();
  expect(await prisma().vote.count()).toBeGreaterThan(LEAST_DECIDED);
  const { list } = await told();
  expect(list).toMatchObject({ edges: [], totalCount: 0 });
  expect(await prisma().pictureVotes.count()).toBe(0);
  expect(await prisma().generation.count({ where: { voteCount: { not: 0 } } })).toBe(0);
});

test('once it has left, the votes that count are, of the others none', async () => {
  const undone = new Visitor();
  const { key } = await undone.draw();
  await undone.vote(key, 'ALIGNMENT', 'LEFT');
  await undone.undo(key);
  await undone.skip(key);
  const held = await somebody('LEFT', 'LEFT');
  await publishArena();
  expect((await asVoted([held.id])).decisive).toBeGreaterThan(0);
  await expectTold([judge.id]);
  expect((await told()).all.length).toBeGreaterThan(0);
});

test('what is set aside counts no more, and again once it is let back', async () => {
  await setAside(judge.id);
  await expectTold([]);
  expect(await prisma().generation.count({ where: { voteCount: { not: 0 } } })).toBe(0);
  await liftQuarantine(publicVoter(judge.id), 'a test');
  await expectTold([judge.id]);
});

test('a picture that a curator hides takes its own numbers along, and no others’', async () => {
  const { list } = await told();
  const key = at(keysOf(list), 0);
  const before = list.edges.slice(1);
  const picture = { subject: 'PICTURE', id: key } as const;
  await moderate(picture, 'HIDDEN', 'a test', 'token');
  await refreshStandings();
  expect((await told()).list.edges.map(({ node }) => node)).toEqual(before.map(({ node }) => node));
  await moderate(picture, 'VISIBLE', 'a test', 'token');
});

test('published votes of whoever is forgotten stay as nobody’s', async () => {
  const before = (await told()).all;
  await forgetVoter(judge.id);
  const nobody = await prisma().voter.findFirstOrThrow({ where: { forgotten: true } });
  await expectTold([nobody.id]);
  expect((await told()).all).toEqual(before);
  expect(before.length).toBeGreaterThan(0);
});
