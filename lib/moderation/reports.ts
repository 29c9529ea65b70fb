import { randomUUID } from 'node:crypto';
import { InvalidInput, NotFound } from '@/lib/problems';
import { PUBLIC_PICTURE, PUBLIC_TEXT } from '@/lib/public';
import { pool, prisma } from '@/lib/store/database';
import type { Prisma, Subject } from '@/lib/store/generated/client';

/** What can be reported. */
export type Reportable = Exclude<Subject, 'VOTER' | 'NETWORK'>;

/** What one says of a thing, and once more after a curator has decided. */
const MOST_TIMES = 2;

/** Tells curators why a program would have them look at something. */
export async function tellCurators(
  tx: Prisma.TransactionClient,
  subject: Reportable,
  subjectId: string,
  reasons: readonly string[],
): Promise<void> {
  if (reasons.length === 0) return;
  const data = reasons.map((reason) => ({ subject, subjectId, reason }));
  await tx.report.createMany({ data });
}

/** Nothing changes while a curator has not decided about the first time. */
const STORE = `
  INSERT INTO "Report" (id, subject, "subjectId", "reporterId", reason) VALUES ($1, $2::"Subject", $3, $4, $5)
  ON CONFLICT (subject, "subjectId", "reporterId") DO UPDATE SET
    reason = EXCLUDED.reason, "createdAt" = now(), "settledAt" = NULL, times = "Report".times + 1
    WHERE "Report"."settledAt" IS NOT NULL AND "Report".times < $6::int
  RETURNING times`;

/** What somebody says of something. */
interface Said {
  readonly subject: Reportable;
  readonly subjectId: string;
  readonly reporterId: string;
  readonly reason: string;
}

async function store({ subject, subjectId, reporterId, reason }: Said): Promise<void> {
  const values = [randomUUID(), subject, subjectId, reporterId, reason, MOST_TIMES];
  const { rowCount } = await pool().query(STORE, values);
  if (rowCount) return;
  const settled = { subject, subjectId, reporterId, settledAt: { not: null } };
  if ((await prisma().report.count({ where: settled })) === 0) return;
  throw new InvalidInput(
    'id',
    'You have reported this twice, and a curator has decided each time; others may still report it.',
  );
}

async function isThere(subject: Reportable, id: string): Promise<boolean> {
  switch (subject) {
    case 'PROMPT':
      return (await prisma().prompt.count({ where: { id, ...PUBLIC_TEXT } })) > 0;
    case 'PROMPT_SET':
      return (await prisma().promptSet.count({ where: { id, ...PUBLIC_TEXT } })) > 0;
    case 'ENRICHMENT':
      return (await prisma().enrichment.count({ where: { id, ...PUBLIC_TEXT } })) > 0;
    case 'PICTURE':
      return (await prisma().generation.count({ where: { id, ...PUBLIC_PICTURE } })) > 0;
  }
}

/**
 * Puts something on the curators' list; who reports it twice has reported it once, but after a curator has decided they
 * may once more. Throws NotFound and InvalidInput.
 */
export async function report(said: Said): Promise<void> {
  if (!(await isThere(said.subject, said.subjectId)))
    throw new NotFound('There is nothing of that id.');
  await store(said);
}

/** The same of a picture whose id the voter does not know. False when it is no matchup of theirs. */
export async function reportBlind(
  voterId: string,
  matchupId: string,
  side: 'LEFT' | 'RIGHT',
  reason: string,
): Promise<boolean> {
  const own = await prisma().matchup.findFirst({ where: { id: matchupId, voterId } });
  if (!own) return false;
  const subjectId = side === 'LEFT' ? own.leftId : own.rightId;
  await store({ subject: 'PICTURE', subjectId, reporterId: voterId, reason });
  return true;
}
