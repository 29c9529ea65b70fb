import { createHash } from 'node:crypto';
import type { ArenaVote } from '@/lib/evaluation/arena-votes';
import { prisma } from '../database';
import type { Prisma } from '../generated/client';
import { asPairOutcome } from './pool';

const PAGE = 2000;

const MODEL = { select: { name: true, weightsSha256: true, base: { select: { name: true } } } };
const PICTURE = { select: { seed: true, enrichmentId: true, model: MODEL } } as const;

/** A public name for something whose own must not be known; the same for the same thing. */
function publicName(kind: string, id: string): string {
  return createHash('sha256').update(`${kind} ${id}`).digest('hex').slice(0, 16);
}
const ROWS = {
  matchup: {
    include: {
      ...{ prompt: { select: { category: true } }, left: PICTURE, right: PICTURE },
      voter: { select: { quarantine: { select: { liftedAt: true } } } },
    },
  },
} as const satisfies Prisma.VoteInclude;

type Row = Prisma.VoteGetPayload<{ include: typeof ROWS }>;

/** A model as votes name it: two checkpoints of one name are two models. */
export function modelLabel(model: { readonly name: string; readonly weightsSha256: string }) {
  return `${model.name}@${model.weightsSha256.slice(0, 8)}`;
}

/** The voter's public name. Ids are random, so nobody gets from the name to the id. */
export function publicVoter(id: string): string {
  return publicName('voter', id);
}

function exported({ id, question, outcome, createdAt, matchup }: Row): ArenaVote {
  const { left, right, kind, gold, propensity, promptId, voterId, repeatsId } = matchup;
  const { quarantine } = matchup.voter;
  return {
    ...{ id, matchup: matchup.id, at: createdAt.toISOString(), question },
    ...{ base: left.model.base.name, category: matchup.prompt.category },
    form: left.enrichmentId === null ? 'SIMPLE' : 'ENRICHED',
    ...{ prompt: promptId, set: publicName('set', `${matchup.comparisonId} ${left.seed}`) },
    ...{ first: modelLabel(left.model), second: modelLabel(right.model) },
    ...{ outcome: asPairOutcome(outcome, true), voter: publicVoter(voterId), kind, propensity },
    gold: gold && (gold === 'LEFT' ? 'FIRST' : 'SECOND'),
    repeats: repeatsId,
    quarantined: quarantine !== null && quarantine.liftedAt === null,
  };
}

/**
 * Every vote that counts, in the order of their ids, read page by page. Those of a matchup that is still
 * open count, too; what was taken back does not.
 */
export async function* exportedVotes(): AsyncGenerator<ArenaVote> {
  let after: string | undefined;
  for (;;) {
    const rows = await prisma().vote.findMany({
      where: { withdrawnAt: null, ...(after === undefined ? {} : { id: { gt: after } }) },
      include: ROWS,
      orderBy: { id: 'asc' },
      take: PAGE,
    });
    for (const row of rows) yield exported(row);
    after = rows.at(-1)?.id;
    if (rows.length < PAGE) return;
  }
}
