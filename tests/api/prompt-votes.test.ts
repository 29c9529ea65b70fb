import { afterAll, beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import { leaveArena } from '@/lib/arena/rotation';
import { closeVoters } from '@/lib/arena/voters';
import { at } from '@/lib/at';
import { prisma } from '@/lib/store/database';
import { fillArena, Visitor } from '../support/arena';
import { startDatabase } from '../support/database';
import { run } from '../support/execute';
import { statementsOf } from '../support/statements';

const NEVER = 1_000_000;

const VOTES = /* GraphQL */ `
  query ($key: String!) {
    comparison(key: $key) {
      votes {
        first {
          name
        }
        second {
          name
        }
        wins
        losses
        ties
        bothBad
        share {
          value
          asked
        }
      }
    }
  }
`;
const named = z.object({ name: z.string() });
const pair = z.object({
  first: named,
  second: named,
  wins: z.number(),
  losses: z.number(),
  ties: z.number(),
  bothBad: z.number(),
  share: z.object({ value: z.number(), asked: z.number() }).nullable(),
});
const shape = z.object({ comparison: z.object({ votes: z.array(pair) }) });

type Pair = z.infer<typeof pair>;

const votesOf = async (key: string) => (await run(VOTES, shape, { key })).comparison.votes;
const count = (pairs: readonly Pair[]) =>
  pairs.reduce((sum, own) => sum + own.wins + own.losses + own.ties + own.bothBad, 0);

let stop: () => Promise<void>;
let voters: [Visitor, Visitor];

/** Of each set, what a visitor has painted of the same prompt. */
const painted = new Map<string, string>();

beforeAll(async () => {
  stop = await startDatabase();
  await fillArena(8, 'COUNTING', NEVER);
  for (const { id, promptId } of await prisma().comparison.findMany()) {
    painted.set(id, (await prisma().comparison.create({ data: { promptId } })).id);
  }
  voters = [new Visitor(), new Visitor()];
  // The second one is held back: they have judged too little.
  for (const [index, turns] of [36, 6].entries()) {
    for (let turn = 0; turn < turns; turn += 1) {
      await at(voters, index).decide(at(['LEFT', 'RIGHT', 'TIE', 'BOTH_BAD'], turn % 4));
    }
  }
});
afterAll(async () => {
  closeVoters();
  await stop();
});

/** What of a set makes rankings, as the tables have it. */
const sampled = (comparisonId: string, voterId: string) =>
  prisma().matchup.findMany({
    where: { comparisonId, voterId, kind: 'SAMPLED', state: 'DECIDED' },
    include: {
      votes: true,
      left: { include: { model: true } },
      right: { include: { model: true } },
    },
  });

/** The voter who has judged most. */
async function mostly(): Promise<string> {
  const [most] = await prisma().matchup.groupBy({
    by: ['voterId'],
    _count: true,
    orderBy: { _count: { voterId: 'desc' } },
  });
  return most?.voterId ?? '';
}

test('while a set is in the arena no vote on its prompt is told; once it has left, those that count are', async () => {
  const voter = await mostly();
  for (const key of painted.values()) expect(await votesOf(key)).toEqual([]);
  // All but one leave, so that the voter's votes count.
  const judged = await prisma().matchup.groupBy({
    by: ['comparisonId'],
    where: { voterId: voter, kind: 'SAMPLED' },
    _count: true,
    orderBy: { _count: { comparisonId: 'asc' } },
  });
  const staying = at(judged, 0).comparisonId;
  await prisma().comparison.updateMany({
    where: { arena: 'OPEN', id: { not: staying } },
    data: { judgements: 1 },
  });
  await leaveArena();
  expect(await prisma().comparison.count({ where: { arena: 'OPEN', id: staying } })).toBe(1);
  expect((await sampled(staying, voter)).length).toBeGreaterThan(0);
  expect(await votesOf(painted.get(staying) ?? '')).toEqual([]);
  for (const { comparisonId } of judged.slice(1)) {
    const matchups = await sampled(comparisonId, voter);
    const pairs = await votesOf(painted.get(comparisonId) ?? '');
    expect(count(pairs)).toBe(matchups.length);
    // The set itself says the same.
    expect(await votesOf(comparisonId)).toEqual(pairs);
    for (const { left, right, votes } of matchups) {
      const own = pairs.find(
        ({ first, second }) =>
          [first.name, second.name].sort().join() ===
          [left.model.name, right.model.name].sort().join(),
      );
      const said = votes.find(({ question }) => question === 'ALIGNMENT')?.outcome;
      const isFirst = own?.first.name === left.model.name;
      const counted = {
        LEFT: isFirst ? own.wins : own?.losses,
        RIGHT: isFirst ? own.losses : own?.wins,
        TIE: own?.ties,
        BOTH_BAD: own?.bothBad,
      };
      expect(said && counted[said]).toBeGreaterThan(0);
      expect(own?.share?.asked ?? 0).toBe((own?.wins ?? 0) + (own?.losses ?? 0));
    }
  }
});

const cards = z.object({
  gallery: z.object({ comparisons: z.array(z.object({ key: z.string(), votes: z.array(pair) })) }),
});

test('the gallery tells the same of each of its cards, by two statements for all of them', async () => {
  const [{ gallery }, sent] = await statementsOf(() =>
    run(
      `{ gallery(source: CURATED) { comparisons { key votes {
        first { name } second { name } wins losses ties bothBad share { value asked } } } } }`,
      cards,
    ),
  );
  expect(gallery.comparisons.length).toBeGreaterThan(2);
  for (const { key, votes } of gallery.comparisons) expect(votes).toEqual(await votesOf(key));
  expect(count(gallery.comparisons.flatMap(({ votes }) => votes))).toBeGreaterThan(0);
  // Which comparisons, those themselves, their votes, and the models in these.
  expect(sent.length, sent.join('\n')).toBe(4);
});

test('the votes on a longer version are not those on the short one', async () => {
  const [one] = await prisma().comparison.findMany({ where: { arena: 'LEFT' }, take: 1 });
  const promptId = one?.promptId ?? '';
  const { id: enrichmentId } = await prisma().enrichment.create({
    data: { promptId, text: 'many cats', status: 'SUCCEEDED' },
  });
  const { id } = await prisma().comparison.create({ data: { promptId, enrichmentId } });
  expect(await votesOf(id)).toEqual([]);
});

test('votes that are set aside are not told', async () => {
  const voterId = await mostly();
  const keys = [...painted.values()];
  const sum = async () => count((await Promise.all(keys.map(votesOf))).flat());
  expect(await sum()).toBeGreaterThan(0);
  await prisma().quarantine.create({ data: { voterId, reasons: [] } });
  expect(await sum()).toBe(0);
});
