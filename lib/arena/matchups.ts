import { pool, prisma } from '@/lib/store/database';
import { PUBLISHED } from './published';
import type { Outcome, Prisma } from '@/lib/store/generated/client';

const ROWS = { prompt: true, votes: true, left: true, right: true } as const;

export type StoredMatchup = Prisma.MatchupGetPayload<{ include: typeof ROWS }>;

/** The matchup of that id; undefined when there is none. */
export async function findMatchup(id: string): Promise<StoredMatchup | undefined> {
  return (await prisma().matchup.findUnique({ where: { id }, include: ROWS })) ?? undefined;
}

/** Whether the voter may learn who painted it: after the answers, never before. */
export function isRevealed({ state, votes }: StoredMatchup): boolean {
  const answered = votes.some(({ withdrawnAt }) => withdrawnAt === null);
  return state === 'DECIDED' || state === 'WITHDRAWN' || (state === 'SKIPPED' && answered);
}

/** How often each answer was given about two models; `left` is the first one. */
export type PairAnswers = Readonly<Record<'left' | 'right' | 'tie' | 'bothBad', number>>;

/**
 * All first answers to ALIGNMENT about these two models, wherever they stood. Not those of matchups that are open still:
 * who has just answered would see which count has moved, and so learn the painters before the reveal.
 */
export async function pairAnswers(leftModel: string, rightModel: string): Promise<PairAnswers> {
  const { rows } = await pool().query<{ outcome: Outcome; swapped: boolean; count: number }>(
    `SELECT v.outcome, l."modelId" = $2 AS swapped, count(*)::int
     FROM "Matchup" m
     JOIN "Generation" l ON l.id = m."leftId"
     JOIN "Generation" r ON r.id = m."rightId"
     JOIN "Vote" v ON v."matchupId" = m.id AND v.question = 'ALIGNMENT' AND ${PUBLISHED}
     WHERE m.kind = 'SAMPLED' AND m.state <> 'WITHDRAWN'
       AND ((l."modelId" = $1 AND r."modelId" = $2) OR (l."modelId" = $2 AND r."modelId" = $1))
     GROUP BY 1, 2`,
    [leftModel, rightModel],
  );
  const sum = (outcome: Outcome, swappedOutcome: Outcome) =>
    rows
      .filter(({ outcome: said, swapped }) => said === (swapped ? swappedOutcome : outcome))
      .reduce((total, { count }) => total + count, 0);
  return {
    left: sum('LEFT', 'RIGHT'),
    right: sum('RIGHT', 'LEFT'),
    tie: sum('TIE', 'TIE'),
    bothBad: sum('BOTH_BAD', 'BOTH_BAD'),
  };
}

/** Which picture's bytes lie behind an opaque address, and those of the one beside it. */
export async function blindPictures(
  token: string,
): Promise<{ readonly asked: string; readonly other: string } | undefined> {
  const matchup = await prisma().matchup.findFirst({
    where: { OR: [{ leftToken: token }, { rightToken: token }] },
    select: { leftToken: true, left: true, right: true },
  });
  if (!matchup) return undefined;
  const left = matchup.left.imageSha256 ?? '';
  const right = matchup.right.imageSha256 ?? '';
  return matchup.leftToken === token
    ? { asked: left, other: right }
    : { asked: right, other: left };
}

/** Notes that the voter finds a picture unfit to be shown. False when it is no matchup of theirs. */
export async function reportPicture(
  voterId: string,
  matchupId: string,
  side: 'LEFT' | 'RIGHT',
  reason: string,
): Promise<boolean> {
  const own = await prisma().matchup.count({ where: { id: matchupId, voterId } });
  if (own === 0) return false;
  await prisma().pictureReport.createMany({
    data: { matchupId, side, reason },
    skipDuplicates: true,
  });
  return true;
}
