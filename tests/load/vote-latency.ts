import { at } from '@/lib/at';
import { setTimeout as sleep } from 'node:timers/promises';
import { startArenaServer, type DatabaseKind } from './arena-server';
import { fill } from './fill';
import { HttpVoter, type Sent } from './http-voter';
import { endWorker, startWorker } from '../support/worker';

export interface Latencies {
  readonly votes: number;
  readonly failed: number;
  readonly perSecond: number;
  readonly p50: number;
  readonly p95: number;
  readonly p99: number;
  readonly most: number;
}

const VOTERS = 200;

/**
 * Sends `perSecond` votes a second, whether or not the ones before are answered, while a worker ranks and
 * the leaderboard is read every five seconds. Milliseconds from sending to the acknowledgement.
 */
export async function measureVotes(
  kind: DatabaseKind,
  folder: string,
  perSecond: number,
  seconds: number,
): Promise<Latencies> {
  const server = await startArenaServer(kind, folder, (databaseUrl) => fill(databaseUrl, folder));
  const { url } = server;
  // Long before: it looks at its models first.
  const worker = await startWorker();
  const ready: { voter: HttpVoter; ballot: Sent }[] = [];
  const voters = Array.from({ length: VOTERS }, (_, i) => new HttpVoter(i));
  for (const voter of voters) {
    const keys: string[] = [];
    const wanted = Math.ceil((perSecond * seconds) / VOTERS / 2);
    for (let i = 0; i < wanted; i += 1) {
      const key = await voter.draw(url, keys.slice(-10));
      if (!key) break;
      keys.push(key);
      const overall = voter.ballot(key, 'OVERALL');
      // Drawn and answered first; the answers that decide are the ones that are timed, too.
      ready.push({ voter, ballot: voter.ballot(key, 'ALIGNMENT') });
      ready.push({ voter, ballot: overall });
    }
  }
  // A voter's two answers to one matchup stay in order, and voters take turns.
  const turns: typeof ready = [];
  const each = ready.length / VOTERS;
  for (let i = 0; i < each; i += 1) {
    for (let v = 0; v < VOTERS; v += 1) {
      const turn = ready[v * each + i];
      if (turn) turns.push(turn);
    }
  }
  const reading = setInterval(() => void fetch(`${url}/leaderboard.json`).catch(() => 0), 5000);
  const times: number[] = [];
  let failed = 0;
  const sending: Promise<void>[] = [];
  const begun = performance.now();
  for (const [index, { voter, ballot }] of turns.entries()) {
    const wait = begun + (index * 1000) / perSecond - performance.now();
    if (wait > 0) await sleep(wait);
    const sent = performance.now();
    sending.push(
      voter.send(url, ballot).then(
        () => void times.push(performance.now() - sent),
        () => void (failed += 1),
      ),
    );
  }
  await Promise.all(sending);
  const elapsed = (performance.now() - begun) / 1000;
  clearInterval(reading);
  await endWorker(worker, 'SIGTERM');
  await server.kill();
  times.sort((a, b) => a - b);
  const quantile = (share: number) => Math.round(at(times, Math.floor(share * (times.length - 1))));
  return {
    votes: times.length,
    failed,
    perSecond: Math.round(times.length / elapsed),
    p50: quantile(0.5),
    p95: quantile(0.95),
    p99: quantile(0.99),
    most: quantile(1),
  };
}
