import { createHash } from 'node:crypto';
import type { ArenaVote } from '@/lib/evaluation/arena-votes';
import { prisma } from '../database';
import type { Prisma } from '../generated/client';
import { pageAfter, paged } from '../exports/dataset';
import { asPairOutcome } from './pool';

const MODEL = { select: { name: true, weightsSha256: true, base: { select: { name: true } } } };
const PICTURE = { select: { seed: true, enrichmentId: true, model: MODEL } } as const;

/** A public name for something whose own must not be known; the same for the same thing. */
function publicName(kind: string, id: string): string {
  return createHash('sha256').update(`${kind} ${id}`).digest('hex').slice(0, 16);
}
const MATCHUP = {
  prompt: { select: { category: true } },
  left: PICTURE,
  right: PICTURE,
  voter: { select: { quarantine: { select: { liftedAt: true } } } },
} as const satisfies Prisma.MatchupInclude;

type MatchupRow = Prisma.MatchupGetPayload<{ include: typeof MATCHUP }>;

/** A model as votes name it: two checkpoints of one name are two models. */
export function modelLabel(model: { readonly name: string; readonly weightsSha256: string }) {
  return `${model.name}@${model.weightsSha256.slice(0, 8)}`;
}

/** The voter's public name. Ids are random, so nobody gets from the name to the id. */
export function publicVoter(id: string): string {
  return publicName('voter', id);
}

/** What a vote and a matchup say of the pair. */
function pairOf(matchup: MatchupRow) {
  const { left, right, kind, gold, propensity, promptId, voterId, repeatsId } = matchup;
  return {
    ...{ base: left.model.base.name, category: matchup.prompt.category },
    form: left.enrichmentId === null ? ('SIMPLE' as const) : ('ENRICHED' as const),
    ...{ prompt: promptId, set: publicName('set', `${matchup.comparisonId} ${left.seed}`) },
    ...{ first: modelLabel(left.model), second: modelLabel(right.model) },
    ...{ voter: publicVoter(voterId), kind, propensity, repeats: repeatsId },
    gold: gold && (gold === 'LEFT' ? ('FIRST' as const) : ('SECOND' as const)),
  };
}

/**
 * Every vote that counts, in the order of their ids, read page by page. Those of a matchup that is still
 * open count, too; what was taken back does not.
 */
export async function* exportedVotes(): AsyncGenerator<ArenaVote> {
  const query = { where: { withdrawnAt: null }, include: { matchup: { include: MATCHUP } } };
  const pages = paged((after) => prisma().vote.findMany({ ...query, ...pageAfter(after) }));
  for await (const { id, question, outcome, createdAt, matchup } of pages) {
    const { quarantine } = matchup.voter;
    yield {
      ...{ id, matchup: matchup.id, at: createdAt.toISOString(), question },
      ...{ ...pairOf(matchup), outcome: asPairOutcome(outcome, true) },
      quarantined: quarantine !== null && quarantine.liftedAt === null,
    };
  }
}

/** Every matchup that is not open any more, in the order of their ids, read page by page. */
export async function* exportedMatchups() {
  const query = { where: { state: { not: 'OPEN' as const } }, include: MATCHUP };
  const pages = paged((after) => prisma().matchup.findMany({ ...query, ...pageAfter(after) }));
  for await (const matchup of pages) {
    const { id, createdAt, state } = matchup;
    yield { id, at: createdAt.toISOString(), state, ...pairOf(matchup) };
  }
}
