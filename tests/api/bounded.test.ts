import { afterAll, beforeAll, expect, test } from 'vitest';
import { drawMatchup } from '@/lib/arena/draw';
import { arenaSets, pairRecords } from '@/lib/arena/pool';
import { leaveArena } from '@/lib/arena/rotation';
import { refreshStandings } from '@/lib/arena/standings';
import { closeVoters, createVoter } from '@/lib/arena/voters';
import { castVote, skipMatchup } from '@/lib/arena/votes';
import { pool, prisma } from '@/lib/store/database';
import { fillVotes } from '@/scripts/fill-votes';
import { fillArena } from '../support/arena';
import { startDatabase } from '../support/database';
import { readWhole } from '../support/plans';
import { sentBy, type Statement } from '../support/statements';

/** More than a quarter of the votes are this voter's. */
const OFTEN = 'voter 0';

let stop: () => Promise<void>;
/** As many pairs has a set. */
let models: number;
beforeAll(async () => {
  stop = await startDatabase();
  await fillVotes({ votes: 40_000, models: 4, voters: 12, prompts: 400 });
  await pool().query(
    `INSERT INTO "Voter" (id) SELECT 'idle ' || i FROM generate_series(1, 5000) i`,
  );
  models = (await fillArena(12, 'COUNTING')).length;
  await Promise.all([arenaSets(), pairRecords()]);
  await refreshStandings();
  // As autovacuum does once the votes of every picture were counted.
  await pool().query('VACUUM ANALYZE');
}, 300_000);
afterAll(async () => {
  closeVoters();
  await stop();
});

const draw = (voterId: string) => drawMatchup({ voterId, category: undefined, except: [] });

/** Answers both questions of a matchup. */
async function decide(voterId: string, matchupId: string): Promise<void> {
  for (const question of ['ALIGNMENT', 'OVERALL'] as const) {
    const ballot = { voterId, matchupId, question, outcome: 'TIE' } as const;
    const reply = await castVote({ ...ballot, idempotencyKey: `${matchupId} ${question}` });
    expect(reply).toBe('STORED');
  }
}

test('a draw reads as little for whoever has judged 5,000 pairs as for a newcomer', async () => {
  expect(await prisma().matchup.count({ where: { voterId: OFTEN } })).toBeGreaterThan(5000);
  const newcomer = await createVoter(1);
  const first = await sentBy(() => draw(newcomer));
  const often = await sentBy(() => draw(OFTEN));
  expect(often.result).toBeDefined();
  // Nobody else has a pair on the screen in what follows.
  await skipMatchup(newcomer, first.result ?? '');
  expect(often.rows).toBeLessThanOrEqual(first.rows + 2);
});

/** What grows with every vote, and with every visitor. */
const GROWING = ['Vote', 'Matchup', 'Voter'];

/** Which of them are read from end to end meanwhile, each time it is. */
async function readWholeBy(work: () => Promise<unknown>): Promise<string[]> {
  const { statements } = await sentBy(work);
  const whole = async (statement: Statement) =>
    (await readWhole(statement, GROWING)).map(
      (node) => `${node} by ${statement.text.slice(0, 100)}`,
    );
  const found: string[] = [];
  for (const statement of statements) found.push(...(await whole(statement)));
  return found;
}

test('what is done with each pair, and every few seconds, reads no table of all votes, voters or matchups', async () => {
  await prisma().voter.update({ where: { id: OFTEN }, data: { provenAt: new Date() } });
  const turn = async () => {
    const id = (await draw(OFTEN)) ?? '';
    await prisma().matchup.updateMany({ where: { id }, data: { toRepeat: false } });
    await decide(OFTEN, id);
  };
  const before = await prisma().comparison.count({ where: { arena: 'OPEN' } });
  expect(
    await readWholeBy(async () => {
      // After all of its pairs the set leaves; then the next one begins.
      for (let turns = 0; turns <= models; turns += 1) await turn();
      await leaveArena();
    }),
  ).toEqual([]);
  expect(await prisma().comparison.count({ where: { arena: 'OPEN' } })).toBe(before - 1);
  await refreshStandings();
  expect(await readWholeBy(() => refreshStandings())).toEqual([]);
}, 300_000);
