import { afterAll, beforeAll, beforeEach, describe, expect, test } from 'vitest';
import { drawMatchup } from '@/lib/arena/draw';
import { entryOf } from '@/lib/arena/enter';
import { refreshArenaPool } from '@/lib/arena/pool';
import { leaveArena } from '@/lib/arena/rotation';
import { closeVoters, createVoter } from '@/lib/arena/voters';
import { castVote } from '@/lib/arena/votes';
import { prisma } from '@/lib/store/database';
import { fillArena, SET, Visitor } from '../support/arena';
import { startDatabase } from '../support/database';

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

const ago = (minutes: number) => new Date(Date.now() - minutes * 60_000);
const stateOf = async (matchup: string) =>
  (await prisma().comparison.findFirstOrThrow({ where: { matchups: { some: { id: matchup } } } }))
    .arena;

describe('a set leaves the arena', () => {
  test('not while somebody has a pair of it on the screen, for a quarter of an hour', async () => {
    await fillArena(1);
    const [quick, slow] = [new Visitor(), new Visitor()];
    const open = await slow.draw();
    await quick.decide('LEFT');
    await prisma().voter.updateMany({ data: { provenAt: new Date() } });
    let decided = await quick.decide('LEFT');
    for (let turn = 2; turn < SET; turn += 1) decided = await quick.decide('LEFT');
    expect(decided).toMatchObject({ reveal: null, untilRevealed: 1 });
    expect(await leaveArena()).toBe(0);
    await prisma().matchup.update({ where: { id: open.key }, data: { createdAt: ago(16) } });
    expect(await leaveArena()).toBe(1);
    expect(await stateOf(open.key)).toBe('LEFT');
    // What they would say now, they could say with open eyes.
    expect(await slow.vote(open.key, 'ALIGNMENT', 'LEFT')).toMatchObject({
      __typename: 'MatchupClosed',
    });
    expect(await prisma().vote.count({ where: { matchupId: open.key } })).toBe(0);
  });

  test('as soon as whoever looked has answered, too', async () => {
    await fillArena(1);
    const [quick, slow] = [new Visitor(), new Visitor()];
    const open = await slow.draw();
    await prisma().voter.updateMany({ data: { provenAt: new Date() } });
    for (let turn = 0; turn < SET; turn += 1) await quick.decide('LEFT');
    await slow.vote(open.key, 'ALIGNMENT', 'LEFT');
    expect((await slow.vote(open.key, 'OVERALL', 'LEFT')).reveal).toBeTruthy();
  });

  test('not before a pair that is to be repeated was shown again, for an hour', async () => {
    await fillArena(1);
    const visitor = new Visitor();
    const { key: id } = await visitor.decide('LEFT');
    await prisma().matchup.update({ where: { id }, data: { toRepeat: true } });
    for (let turn = 1; turn < SET; turn += 1) await visitor.decide('LEFT');
    expect(await leaveArena()).toBe(0);
    // Others are asked about what has not been judged enough.
    await fillArena(1);
    for (let voter = 0; voter < 8; voter += 1) {
      const other = new Visitor();
      const { key } = await other.draw();
      expect(await stateOf(key)).toBe('OPEN');
      expect(
        await prisma().matchup.count({
          where: { id: key, comparison: { matchups: { some: { id } } } },
        }),
      ).toBe(0);
      await other.skip(key);
    }
    await prisma().matchup.update({ where: { id }, data: { closedAt: ago(61) } });
    expect(await leaveArena()).toBe(1);
  });

  test('not while too few others are in it, but after a week', async () => {
    await fillArena(3);
    const { id: baseId } = await prisma().base.findFirstOrThrow();
    const prompts = await prisma().prompt.findMany({ take: 6 });
    for (const { id: promptId } of prompts) {
      await entryOf({ baseId, promptId, enrichmentId: null }, 'ADMITTED');
    }
    const visitor = new Visitor();
    const decided = [];
    for (let turn = 0; turn < SET; turn += 1) decided.push(await visitor.decide('LEFT'));
    expect(decided.filter(({ reveal }) => reveal)).toEqual([]);
    await fillArena(1);
    expect(await leaveArena()).toBe(1);
    expect(await stateOf(decided[0]?.key ?? '')).toBe('LEFT');

    const { key } = await visitor.decide('LEFT');
    const openedAt = ago(8 * 24 * 60);
    await prisma().comparison.updateMany({ where: { arena: 'OPEN' }, data: { openedAt } });
    // Nobody has judged the others.
    expect(await leaveArena()).toBe(1);
    expect(await stateOf(key)).toBe('LEFT');
    await prisma().comparison.updateMany({ data: { entryId: null } });
    await prisma().arenaEntry.deleteMany();
  });

  test('is kept by those who have proven no work for a first look only', async () => {
    await fillArena(1);
    const { key: id } = await new Visitor().draw();
    await prisma().matchup.update({ where: { id }, data: { createdAt: ago(3) } });
    expect((await new Visitor().decideSet('LEFT')).reveal).toBeTruthy();
  });

  test('with the pairs that it shares with another set closed, and told once that has left, too', async () => {
    await fillArena(2);
    const [first, second] = await prisma().comparison.findMany({
      where: { arena: 'OPEN' },
      include: { generations: true },
    });
    const visitor = new Visitor();
    const { key: id } = await visitor.draw();
    const leftId = first?.generations[0]?.id ?? '';
    const rightId = second?.generations[0]?.id ?? '';
    const pair = { leftId, rightId, comparisonId: first?.id ?? '', createdAt: ago(3) };
    const data = { ...pair, kind: 'GOLD' } as const;
    await prisma().matchup.update({ where: { id }, data });
    const gold = () => prisma().matchup.findUniqueOrThrow({ where: { id } });
    await prisma().comparison.update({ where: { id: first?.id ?? '' }, data: { judgements: 0 } });
    expect(await leaveArena()).toBe(1);
    // One of its pictures is public now: nobody is to judge it any more.
    expect(await gold()).toMatchObject({ state: 'SKIPPED', publishedAt: null });
    expect((await visitor.draw()).key).not.toBe(id);
    await visitor.skip((await visitor.draw()).key);
    await prisma().comparison.update({ where: { id: second?.id ?? '' }, data: { judgements: 0 } });
    expect(await leaveArena()).toBe(1);
    expect((await gold()).publishedAt).not.toBeNull();
  });

  test('whole, once, and nobody is shown a pair of it any more, however many draw and judge', async () => {
    await fillArena(12);
    const voters = await Promise.all(Array.from({ length: 16 }, () => createVoter(1)));
    await prisma().voter.updateMany({ data: { provenAt: new Date() } });
    await Promise.all(
      voters.map(async (voterId) => {
        for (let turn = 0; turn < 8; turn += 1) {
          const matchupId = await drawMatchup({ voterId, category: undefined, except: [] });
          if (matchupId === undefined) return;
          for (const question of ['ALIGNMENT', 'OVERALL'] as const) {
            const ballot = { voterId, matchupId, question, outcome: 'TIE' } as const;
            await castVote({ ...ballot, idempotencyKey: `${matchupId} ${question}` });
          }
        }
      }),
    );
    // Those of which a pair was to be repeated stayed.
    await prisma().matchup.updateMany({ data: { toRepeat: false } });
    await Promise.all([leaveArena(), leaveArena(), leaveArena()]);
    const sets = await prisma().comparison.findMany({
      where: { matchups: { some: { voterId: { in: voters } } } },
      include: { generations: true, matchups: { include: { left: true, right: true } } },
    });
    expect(sets.filter(({ arena }) => arena === 'LEFT').length).toBeGreaterThan(0);
    for (const { arena, leftAt, generations, matchups } of sets) {
      const left = arena === 'LEFT';
      expect(leftAt !== null).toBe(left);
      expect(generations.map(({ blind }) => blind)).toEqual(Array(2 * SET).fill(!left));
      for (const matchup of matchups) {
        expect(matchup.publishedAt !== null).toBe(left);
        if (left) expect(matchup.state).not.toBe('OPEN');
        if (left) expect(Number(matchup.createdAt)).toBeLessThanOrEqual(Number(leftAt));
      }
    }
  });
});
