import { endWorker, startWorker } from '../support/worker';
import type { DatabaseKind } from './arena-server';
import { startFilled } from './fill';
import { HttpVoter } from './http-voter';
import { quantile, readyTurns, summary, votePaced } from './paced-votes';

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
): Promise<object> {
  const server = await startFilled(kind, folder);
  const { url } = server;
  // Long before: it looks at its models first.
  const worker = await startWorker();
  const voters = Array.from({ length: VOTERS }, (_, i) => new HttpVoter(i));
  const turns = await readyTurns(url, voters, perSecond * seconds);
  const reading = setInterval(() => void fetch(`${url}/leaderboard.json`).catch(() => 0), 5000);
  const begun = performance.now();
  const paced = await votePaced(url, turns, perSecond, () => false);
  const elapsed = (performance.now() - begun) / 1000;
  clearInterval(reading);
  await endWorker(worker, 'SIGTERM');
  await server.kill();
  return {
    ...summary(paced),
    perSecond: Math.round(paced.times.length / elapsed),
    most: quantile(paced.times, 1),
  };
}
