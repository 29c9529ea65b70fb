import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { startArenaServer, type ArenaServer, type DatabaseKind } from './arena-server';
import { fill } from './fill';
import { HttpVoter, type Sent } from './http-voter';

const VOTERS = 12;
/** A kill counts only while votes are really being stored. */
const LEAST_ACKNOWLEDGED = 10;
const LONGEST_WAIT_MS = 20_000;
const LOAD_MS = 1500;

/** What came of all rounds. */
export interface KillResult {
  readonly rounds: number;
  readonly acknowledged: number;
  /** Sent, but the kill came before the answer. */
  readonly unanswered: number;
  /** Of those, found stored before they were sent again. */
  readonly storedUnanswered: number;
  readonly lost: number;
  readonly twice: number;
  /** Rows that nobody sent, or with another outcome than was sent. */
  readonly wrong: number;
}

interface Row {
  readonly matchupId: string;
  readonly question: string;
  readonly outcome: string;
  readonly idempotencyKey: string;
}

async function read(connectionString: string): Promise<Row[]> {
  const client = new pg.Client({ connectionString });
  await client.connect();
  try {
    const { rows } = await client.query<Row>('SELECT * FROM "Vote" WHERE "withdrawnAt" IS NULL');
    return rows;
  } finally {
    await client.end();
  }
}

/** Votes until the server is gone; notes what was sent and what was acknowledged. */
async function voteUntilDead(
  url: string,
  voter: HttpVoter,
  acknowledged: Sent[],
  unanswered: Sent[],
  over: () => boolean,
): Promise<void> {
  while (!over()) {
    let current: Sent | undefined;
    try {
      const key = await voter.draw(url);
      if (!key) return;
      for (const question of ['ALIGNMENT', 'OVERALL'] as const) {
        current = voter.ballot(key, question);
        await voter.send(url, current);
        acknowledged.push(current);
        current = undefined;
      }
    } catch (error) {
      if (current) unanswered.push(current);
      if (!over()) throw error;
    }
  }
}

/** Waits for the first votes of a round. Throws when they do not come. */
async function underLoad(acknowledged: () => number): Promise<void> {
  const deadline = Date.now() + LONGEST_WAIT_MS;
  while (acknowledged() < LEAST_ACKNOWLEDGED) {
    if (Date.now() > deadline) throw new Error('No votes come through; nothing would be killed.');
    await sleep(20);
  }
}

/**
 * Kills database and web server again and again while voters vote, starts them on the same files, and
 * counts what is missing or too much. Calls `report` after every round.
 */
export async function killWhileVoting(
  kind: DatabaseKind,
  folder: string,
  rounds: number,
  report: (line: string) => void,
): Promise<KillResult> {
  const acknowledged: Sent[] = [];
  const unanswered: Sent[] = [];
  const resent = new Set<string>();
  let storedUnanswered = 0;
  let server: ArenaServer | undefined;
  const prepare = async (databaseUrl: string) => {
    if (!server) await fill(databaseUrl, folder);
  };
  for (let round = 0; round <= rounds; round += 1) {
    server = await startArenaServer(kind, folder, prepare);
    const stored = new Set(
      (await read(server.databaseUrl)).map(({ idempotencyKey }) => idempotencyKey),
    );
    const open = unanswered.filter(({ idempotencyKey }) => !resent.has(idempotencyKey));
    for (const sent of open) {
      resent.add(sent.idempotencyKey);
      if (stored.has(sent.idempotencyKey)) storedUnanswered += 1;
    }
    if (round === rounds) break;
    // New people each time, so that there is always something left to judge.
    const voters = Array.from({ length: VOTERS }, (_, i) => new HttpVoter(round * VOTERS + i));
    let over = false;
    const before = acknowledged.length;
    const { url } = server;
    const voting = voters.map((voter) =>
      voteUntilDead(url, voter, acknowledged, unanswered, () => over),
    );
    await underLoad(() => acknowledged.length - before);
    await sleep(Math.random() * LOAD_MS);
    over = true;
    await server.kill();
    await Promise.all(voting);
    report(`round ${round + 1} of ${rounds}: ${acknowledged.length} votes acknowledged`);
  }
  const rows = server ? await read(server.databaseUrl) : [];
  const byKey = new Map(rows.map((row) => [row.idempotencyKey, row]));
  const sent = new Map([...acknowledged, ...unanswered].map((one) => [one.idempotencyKey, one]));
  const places = new Set(rows.map(({ matchupId, question }) => `${matchupId} ${question}`));
  const result = {
    rounds,
    acknowledged: acknowledged.length,
    unanswered: unanswered.length,
    storedUnanswered,
    lost: acknowledged.filter(({ idempotencyKey }) => !byKey.has(idempotencyKey)).length,
    twice: rows.length - places.size,
    wrong: rows.filter((row) => sent.get(row.idempotencyKey)?.outcome !== row.outcome).length,
  };
  await server?.kill();
  return result;
}
