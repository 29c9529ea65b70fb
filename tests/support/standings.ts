import { GET as leaderboardRoute } from '@/app/leaderboard.json/route';
import { parseVoteLine } from '@/lib/evaluation/arena-votes';
import { LEAST_DECIDED } from '@/lib/evaluation/held';
import { leaderboard, leaderboardJson } from '@/lib/evaluation/leaderboard';
import { prisma } from '@/lib/store/database';
import { Visitor } from './arena';
import { exportedLines } from './exports';

/** What /leaderboard.json answers. */
export const leaderboardText = async () => (await leaderboardRoute()).text();

/** Every exported vote with its line. */
export async function exportedVoteList() {
  const lines = (await exportedLines('votes')).split('\n').filter((line) => line !== '');
  return lines.map((line, index) => ({ line, vote: parseVoteLine(line, index + 1) }));
}

/** What the leaderboard of the votes as they are now would be. */
export const recomputed = async () =>
  leaderboardJson(leaderboard((await exportedVoteList()).map(({ vote }) => vote)));

export interface Somebody {
  readonly visitor: Visitor;
  readonly keys: readonly string[];
  readonly id: string;
}

/** Somebody who has decided a few matchups, with the matchups' keys and the voter's id. */
export async function somebody(...outcomes: readonly string[]): Promise<Somebody> {
  const visitor = new Visitor();
  const keys: string[] = [];
  for (const outcome of outcomes) keys.push((await visitor.decide(outcome)).key);
  const matchup = await prisma().matchup.findFirstOrThrow({ where: { id: { in: keys } } });
  return { visitor, keys, id: matchup.voterId };
}

/** Sets a voter's votes aside. */
export const setAside = (voterId: string) =>
  prisma().quarantine.create({
    data: { voterId, reasons: [{ test: 'GOLD', detail: 'none right', p: 0 }] },
  });

/** The same somebody, who has then said TIE until their votes count. */
export const judgeable = (...outcomes: readonly string[]) =>
  somebody(...outcomes, ...Array.from({ length: LEAST_DECIDED - outcomes.length }, () => 'TIE'));
