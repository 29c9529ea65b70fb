import { setTimeout as sleep } from 'node:timers/promises';
import { at } from '@/lib/at';
import type { HttpVoter, Sent } from './http-voter';

/** An answer that is ready to be sent, and by whom. */
export interface Turn {
  readonly voter: HttpVoter;
  readonly ballot: Sent;
}

/** Has every voter draw until there are `count` answers; they take turns, each one's in their order. */
export async function readyTurns(
  url: string,
  voters: readonly HttpVoter[],
  count: number,
): Promise<Turn[]> {
  const each = Math.ceil(count / voters.length / 2);
  const drawn = await Promise.all(
    voters.map(async (voter) => {
      const keys: string[] = [];
      for (let i = 0; i < each; i += 1) {
        const key = await voter.draw(url, keys.slice(-10));
        if (key === undefined) break;
        keys.push(key);
      }
      return keys.flatMap((key) => [
        { voter, ballot: voter.ballot(key, 'ALIGNMENT') },
        { voter, ballot: voter.ballot(key, 'OVERALL') },
      ]);
    }),
  );
  return Array.from({ length: each * 2 }, (_, i) => drawn.flatMap((own) => own[i] ?? [])).flat();
}

/** What came of votes that were sent at an even pace. */
export interface Paced {
  readonly acknowledged: readonly Sent[];
  readonly refused: readonly string[];
  readonly times: readonly number[];
}

/** Sends `perSecond` of them a second, whether or not those before are answered, until `over`, or all are sent. */
export async function votePaced(
  url: string,
  turns: readonly Turn[],
  perSecond: number,
  over: () => boolean,
): Promise<Paced> {
  const acknowledged: Sent[] = [];
  const refused: string[] = [];
  const times: number[] = [];
  const sending: Promise<void>[] = [];
  const begun = performance.now();
  for (const [index, { voter, ballot }] of turns.entries()) {
    const wait = begun + (index * 1000) / perSecond - performance.now();
    if (wait > 0) await sleep(wait);
    if (over()) break;
    const sent = performance.now();
    sending.push(
      voter.send(url, ballot).then(
        () => {
          times.push(performance.now() - sent);
          acknowledged.push(ballot);
        },
        (error: unknown) => void refused.push(String(error)),
      ),
    );
  }
  await Promise.all(sending);
  return { acknowledged, refused, times };
}

/** The time within which that share of them was answered, in whole milliseconds. */
export function quantile(times: readonly number[], share: number): number {
  const sorted = times.toSorted((a, b) => a - b);
  return Math.round(at(sorted, Math.floor(share * (sorted.length - 1))));
}

/** How many votes were taken, and within how many milliseconds how many of them. */
export const summary = ({ times, refused }: Paced) => ({
  votes: times.length,
  refused: refused.length,
  p50: quantile(times, 0.5),
  p95: quantile(times, 0.95),
  p99: quantile(times, 0.99),
});
