import { spawn } from 'node:child_process';
import { once } from 'node:events';
import { readFile, writeFile } from 'node:fs/promises';
import { setTimeout as sleep } from 'node:timers/promises';
import pg from 'pg';
import { z } from 'zod';
import type { ArenaServer, DatabaseKind } from './arena-server';
import { startFilled } from './fill';
import { HttpVoter, type Sent } from './http-voter';
import { quantile, readyTurns, summary, votePaced, type Paced, type Turn } from './paced-votes';

/** Each has at most ten pairs before them: of more, the server draws those again. */
const VOTERS = 600;
const PROMPTS = 60;
/** Before anything is measured the server has warmed up. */
const WARM_SECONDS = 10;
/** After it, what is held is given back: slow bodies are cut off after 20 s. */
const REST_MS = 30_000;

/** What votes and the server came to. */
export interface HostileResult {
  readonly quiet: object;
  /** While the same clients are sent at a server that does nothing: what they alone take from the machine. */
  readonly decoyed: object;
  readonly meanwhile: object;
  /** Of the 95 % of votes, meanwhile by quiet, and meanwhile by decoyed. */
  readonly p95Ratio: number;
  readonly p95RatioToDecoyed: number;
  readonly serverErrors: number;
  readonly answers: Readonly<Record<string, number>>;
  /** MiB of the web server's processes. */
  readonly memory: { readonly before: number; readonly most: number; readonly after: number };
  readonly lost: number;
}

async function memoryOf(server: ArenaServer): Promise<number> {
  const sizes = await Promise.all(
    server.webProcesses().map(async (pid) => {
      const status = await readFile(`/proc/${pid}/status`, 'utf8').catch(() => '');
      return Number(/VmRSS:\s+(\d+)/.exec(status)?.[1] ?? 0) / 1024;
    }),
  );
  return Math.round(sizes.reduce((sum, size) => sum + size, 0));
}

/** How many of those votes are not stored as they were sent. */
async function lostOf(connectionString: string, sent: readonly Sent[]): Promise<number> {
  const client = new pg.Client({ connectionString });
  await client.connect();
  const { rows } = await client.query<{ idempotencyKey: string; outcome: string }>(
    'SELECT "idempotencyKey", outcome FROM "Vote" WHERE "withdrawnAt" IS NULL',
  );
  await client.end();
  const stored = new Map(rows.map(({ idempotencyKey, outcome }) => [idempotencyKey, outcome]));
  return sent.filter(({ idempotencyKey, outcome }) => stored.get(idempotencyKey) !== outcome)
    .length;
}

/** The id of a picture that waits for a worker, of which there is none. */
async function waitingPicture(url: string): Promise<string> {
  const query = 'mutation { generate(input: { prompt: "a dog" }) { ... on Generation { id } } }';
  const response = await fetch(`${url}/api/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ query }),
  });
  const shape = z.object({ data: z.object({ generate: z.object({ id: z.string() }) }) });
  return shape.parse(await response.json()).data.generate.id;
}

/**
 * The hostile have machines of their own, and so take from ours only what nobody else wants: a session, which the
 * scheduler weighs against others, of the least weight. Where a system has no such groups, they take their share.
 */
async function asFromElsewhere(pid: number): Promise<void> {
  await writeFile(`/proc/${pid}/autogroup`, '19').catch(() => undefined);
}

/** Votes until the hostile clients, sent at `url`, are done; `said` is what was answered to them. */
async function voteUnderFire(
  url: string,
  turns: readonly Turn[],
  perSecond: number,
  hostileArguments: readonly string[],
): Promise<{ readonly votes: Paced; readonly said: string }> {
  const args = ['--import', 'tsx', 'tests/load/hostile-clients.ts', ...hostileArguments];
  const hostile = spawn(process.execPath, args, {
    stdio: ['ignore', 'pipe', 'inherit', 'ipc'],
    detached: true,
  });
  if (hostile.pid) await asFromElsewhere(hostile.pid);
  process.once('exit', () => hostile.kill('SIGKILL'));
  let said = '';
  hostile.stdout?.on('data', (chunk: Buffer) => (said += chunk.toString()));
  let isOver = false;
  const ended = once(hostile, 'exit').then(() => (isOver = true));
  await once(hostile, 'message');
  const votes = await votePaced(url, turns, perSecond, () => isOver);
  await ended;
  return { votes, said };
}

/** A server that does nothing; `stop` ends it. */
async function startDecoy(): Promise<{ readonly url: string; stop(): void }> {
  const args = ['--import', 'tsx', 'tests/load/decoy.ts'];
  const decoy = spawn(process.execPath, args, { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
  const message: unknown[] = await once(decoy, 'message');
  return { url: `http://127.0.0.1:${String(message[0])}`, stop: () => decoy.kill('SIGKILL') };
}

const answersShape = z.record(z.string(), z.number());

/**
 * Everything hostile at once (see hostile-clients.ts) while `perSecond` votes a second are cast: what it does to them,
 * to the server's memory, and to what was acknowledged.
 */
export async function measureHostile(
  kind: DatabaseKind,
  folder: string,
  perSecond: number,
  seconds: number,
): Promise<HostileResult> {
  const server = await startFilled(kind, folder, PROMPTS);
  const { url } = server;
  const voters = Array.from({ length: VOTERS }, (_, i) => new HttpVoter(i));
  // The hostile may take longer than they were told to.
  const turns = await readyTurns(url, voters, perSecond * (WARM_SECONDS + 7 * seconds));
  const take = (secondsLong: number) => turns.splice(0, perSecond * secondsLong);
  const never = () => false;
  await votePaced(url, take(WARM_SECONDS), perSecond, never);
  // A server that has run for a minute has shown each of its pages before.
  for (const page of ['/g/none', '/i/none', '/exports/none']) await fetch(`${url}${page}`);
  const quiet = await votePaced(url, take(seconds), perSecond, never);
  const decoy = await startDecoy();
  const { votes: decoyed } = await voteUnderFire(url, take(3 * seconds), perSecond, [
    decoy.url,
    String(seconds),
    'none',
  ]);
  decoy.stop();
  const before = await memoryOf(server);
  const picture = await waitingPicture(url);
  let most = before;
  const watching = setInterval(() => {
    void memoryOf(server).then((now) => (most = Math.max(most, now)));
  }, 1000);
  const { votes: meanwhile, said } = await voteUnderFire(url, turns, perSecond, [
    url,
    String(seconds),
    picture,
  ]);
  clearInterval(watching);
  await sleep(REST_MS);
  const after = await memoryOf(server);
  const answers = answersShape.parse(JSON.parse(said));
  const lost = await lostOf(server.databaseUrl, [
    ...quiet.acknowledged,
    ...decoyed.acknowledged,
    ...meanwhile.acknowledged,
  ]);
  await server.kill();
  const serverErrors = Object.entries(answers)
    .filter(([what]) => / 5\d\d$/.test(what))
    .reduce((sum, [, count]) => sum + count, 0);
  const ratio = (other: Paced) =>
    Math.round((100 * quantile(meanwhile.times, 0.95)) / quantile(other.times, 0.95)) / 100;
  return {
    quiet: summary(quiet),
    decoyed: summary(decoyed),
    meanwhile: { ...summary(meanwhile), why: [...new Set(meanwhile.refused)].slice(0, 5) },
    p95Ratio: ratio(quiet),
    p95RatioToDecoyed: ratio(decoyed),
    serverErrors,
    answers,
    memory: { before, most, after },
    lost,
  };
}
