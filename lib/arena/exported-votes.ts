import { createHash } from 'node:crypto';
import type { ArenaVote } from '@/lib/evaluation/arena-votes';
import { pool, prisma } from '@/lib/store/database';
import type {
  Category,
  MatchupKind,
  Outcome,
  Prisma,
  Question,
  Side,
} from '@/lib/store/generated/client';
import { pageAfter, paged } from '@/lib/store/paging';
import { asPairOutcome } from './pool';
import { PUBLISHED } from './published';

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
} as const satisfies Prisma.MatchupInclude;

interface ModelName {
  readonly name: string;
  readonly weightsSha256: string;
}

/** What of a matchup tells which pair it is. */
interface PairRow {
  readonly promptId: string;
  readonly comparisonId: string;
  readonly voterId: string;
  readonly kind: MatchupKind;
  readonly propensity: number | null;
  readonly gold: Side | null;
  readonly repeatsId: string | null;
  readonly prompt: { readonly category: Category };
  readonly left: {
    readonly seed: bigint | string;
    readonly enrichmentId: string | null;
    readonly model: ModelName & { readonly base: { readonly name: string } };
  };
  readonly right: { readonly model: ModelName };
}

/** A model as votes name it: two checkpoints of one name are two models. */
export function modelLabel(model: ModelName): string {
  return `${model.name}@${model.weightsSha256.slice(0, 8)}`;
}

/** The voter's public name. Ids are random, so nobody gets from the name to the id. */
export function publicVoter(id: string): string {
  return publicName('voter', id);
}

/** What a vote and a matchup say of the pair. */
function pairOf(matchup: PairRow) {
  const { left, right, kind, gold, propensity, promptId, voterId, repeatsId } = matchup;
  return {
    base: left.model.base.name,
    category: matchup.prompt.category,
    form: left.enrichmentId === null ? ('SIMPLE' as const) : ('ENRICHED' as const),
    prompt: promptId,
    set: publicName('set', `${matchup.comparisonId} ${left.seed}`),
    first: modelLabel(left.model),
    second: modelLabel(right.model),
    voter: publicVoter(voterId),
    kind,
    propensity,
    repeats: repeatsId,
    gold: gold && (gold === 'LEFT' ? ('FIRST' as const) : ('SECOND' as const)),
  };
}

interface VoteRow {
  readonly id: string;
  readonly at: Date;
  readonly question: Question;
  readonly outcome: Outcome;
  readonly quarantined: boolean;
  readonly matchupId: string;
  readonly matchup: PairRow;
}

/** Few at once: while rows are taken in, nobody's vote is. */
const VOTES_AT_ONCE = 500;

/** In one statement: rankings read all votes again and again, and must not keep new ones waiting. */
const VOTES = `
  SELECT v.id, v."createdAt" AS at, v.question, v.outcome, v."matchupId",
    q."voterId" IS NOT NULL AND q."liftedAt" IS NULL AS quarantined,
    json_build_object(
      'promptId', m."promptId", 'comparisonId', m."comparisonId", 'voterId', m."voterId",
      'kind', m.kind, 'propensity', m.propensity, 'gold', m.gold, 'repeatsId', m."repeatsId",
      'prompt', json_build_object('category', p.category),
      'left', json_build_object('seed', l.seed::text, 'enrichmentId', l."enrichmentId", 'model',
        json_build_object('name', lm.name, 'weightsSha256', lm."weightsSha256", 'base',
          json_build_object('name', b.name))),
      'right', json_build_object('model',
        json_build_object('name', rm.name, 'weightsSha256', rm."weightsSha256"))
    ) AS matchup
  FROM (
    SELECT v.* FROM "Vote" v JOIN "Matchup" m ON m.id = v."matchupId"
    WHERE v.id > $1 AND ${PUBLISHED}
    ORDER BY v.id LIMIT $2::int
  ) v
  JOIN "Matchup" m ON m.id = v."matchupId"
  JOIN "Prompt" p ON p.id = m."promptId"
  JOIN "Generation" l ON l.id = m."leftId"
  JOIN "Model" lm ON lm.id = l."modelId"
  JOIN "Base" b ON b.id = lm."baseId"
  JOIN "Generation" r ON r.id = m."rightId"
  JOIN "Model" rm ON rm.id = r."modelId"
  LEFT JOIN "Quarantine" q ON q."voterId" = m."voterId"
  ORDER BY v.id`;

/** Every vote that is published, in the order of their ids, read page by page. */
export async function* exportedVotes(): AsyncGenerator<ArenaVote> {
  const pages = paged(async (after) => {
    return (await pool().query<VoteRow>(VOTES, [after ?? '', VOTES_AT_ONCE])).rows;
  }, VOTES_AT_ONCE);
  for await (const { id, at, question, outcome, quarantined, matchupId, matchup } of pages) {
    yield {
      id,
      matchup: matchupId,
      at: at.toISOString(),
      question,
      quarantined,
      ...pairOf(matchup),
      outcome: asPairOutcome(outcome, true),
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
