import type { ArenaVote } from '@/lib/evaluation/arena-votes';
import { standingOf } from '@/lib/evaluation/held';
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
import { modelLabel, once, publicName, rememberedNames, type ModelName } from './names';
import { asPairOutcome } from './pool';
import { PUBLISHED } from './published';

const MODEL = { select: { name: true, weightsSha256: true, base: { select: { name: true } } } };
const PICTURE = { select: { enrichmentId: true, model: MODEL } } as const;

const MATCHUP = {
  prompt: { select: { category: true } },
  left: PICTURE,
  right: PICTURE,
} as const satisfies Prisma.MatchupInclude;

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
    readonly enrichmentId: string | null;
    readonly model: ModelName & { readonly base: { readonly name: string } };
  };
  readonly right: { readonly model: ModelName };
}

/** What a vote and a matchup say of the pair; `named` gives public names. */
function pairOf(matchup: PairRow, named = publicName) {
  const { left, right, kind, gold, propensity, promptId, voterId, repeatsId } = matchup;
  return {
    base: left.model.base.name,
    category: matchup.prompt.category,
    form: left.enrichmentId === null ? ('SIMPLE' as const) : ('ENRICHED' as const),
    prompt: promptId,
    set: matchup.comparisonId,
    first: modelLabel(left.model),
    second: modelLabel(right.model),
    voter: named('voter', voterId),
    kind,
    propensity,
    gold: gold && (gold === 'LEFT' ? ('FIRST' as const) : ('SECOND' as const)),
    repeats: repeatsId,
  };
}

interface VoteRow extends Omit<PairRow, 'prompt' | 'left' | 'right'> {
  readonly id: string;
  readonly at: Date;
  readonly question: Question;
  readonly outcome: Outcome;
  readonly quarantined: boolean;
  readonly matchup: string;
  readonly category: Category;
  readonly base: string;
  readonly enrichmentId: string | null;
  readonly left: string;
  readonly leftSha256: string;
  readonly right: string;
  readonly rightSha256: string;
}

/** Few at once: while rows are taken in, nobody's vote is. */
const VOTES_AT_ONCE = 500;

/** One statement a page, of those of one voter where $3 is one: nobody else's votes are kept waiting. */
const VOTES = `
  SELECT v.id, v."createdAt" AS at, v.question, v.outcome, v."matchupId" AS matchup,
    q."voterId" IS NOT NULL AND q."liftedAt" IS NULL AS quarantined,
    m."promptId", m."comparisonId", m."voterId", m.kind, m.propensity, m.gold, m."repeatsId",
    p.category, l."enrichmentId", b.name AS base,
    lm.name AS left, lm."weightsSha256" AS "leftSha256",
    rm.name AS right, rm."weightsSha256" AS "rightSha256"
  FROM (
    SELECT v.* FROM "Vote" v JOIN "Matchup" m ON m.id = v."matchupId"
    WHERE v.id > $1 AND ($3::text IS NULL OR m."voterId" = $3) AND ${PUBLISHED}
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

/**
 * What each voter has decided, as `withStandings` has it of the exported votes. Once before they are read: by the page it
 * would be asked for again and again, and a voter's first page would say other things than the last.
 */
const DECIDED = `
  SELECT m."voterId", count(*)::int AS count, min(v."createdAt") AS first, max(v."createdAt") AS last
  FROM "Vote" v JOIN "Matchup" m ON m.id = v."matchupId"
  WHERE v.question = 'OVERALL' AND ($1::text IS NULL OR m."voterId" = $1) AND ${PUBLISHED} GROUP BY 1`;

interface DecidedRow {
  readonly voterId: string;
  readonly count: number;
  readonly first: Date;
  readonly last: Date;
}

const VERIFIED = `SELECT id FROM "Voter" WHERE "verifiedAt" IS NOT NULL`;

/**
 * What is said of each voter: whether they are held back, seasoned, and signed in. Of `voterId` alone without a look at
 * everybody's votes, as if there were no others.
 */
async function standings(voterId?: string) {
  const { rows } = await pool().query<DecidedRow>(DECIDED, [voterId ?? null]);
  const signedIn = await pool().query<{ id: string }>(VERIFIED);
  const verified = new Set(signedIn.rows.map(({ id }) => id));
  const newest = rows.reduce((latest, { last }) => Math.max(latest, last.getTime()), -Infinity);
  const decided = new Map(
    rows.map(({ voterId, count, first }) => [voterId, { count, first: first.getTime() }]),
  );
  return (voterId: string) => ({
    ...standingOf(decided.get(voterId), newest),
    verified: verified.has(voterId),
  });
}

/**
 * Every vote that is published, or only those of `voterId`, in the order of their ids, read page by page. Its
 * fields are in the order of the export, so that as JSON it is the export's line.
 */
export async function* exportedVotes(voterId?: string): AsyncGenerator<ArenaVote> {
  const pages = paged(async (after) => {
    const values = [after ?? '', VOTES_AT_ONCE, voterId ?? null];
    return (await pool().query<VoteRow>(VOTES, values)).rows;
  }, VOTES_AT_ONCE);
  const standing = await standings(voterId);
  const named = rememberedNames();
  const text = once<string>();
  const asked = once<Question>();
  const of = once<Category>();
  const drawn = once<MatchupKind>();
  for await (const row of pages) {
    const left = { name: row.left, weightsSha256: row.leftSha256, base: { name: row.base } };
    const right = { name: row.right, weightsSha256: row.rightSha256 };
    const { category, enrichmentId } = row;
    const pictures = { left: { enrichmentId, model: left }, right: { model: right } };
    const pair = pairOf({ ...row, ...pictures, prompt: { category } }, named);
    yield {
      id: row.id,
      matchup: row.matchup,
      at: row.at.toISOString(),
      question: asked(row.question),
      base: text(pair.base),
      category: of(pair.category),
      form: pair.form,
      prompt: text(pair.prompt),
      set: pair.set,
      first: text(pair.first),
      second: text(pair.second),
      outcome: asPairOutcome(row.outcome, true),
      voter: pair.voter,
      kind: drawn(pair.kind),
      propensity: pair.propensity,
      gold: pair.gold,
      repeats: pair.repeats,
      quarantined: row.quarantined,
      ...standing(row.voterId),
    };
  }
}

/** Every vote that is published: see `exportedVotes`. */
export async function allVotes(): Promise<ArenaVote[]> {
  const votes: ArenaVote[] = [];
  for await (const vote of exportedVotes()) votes.push(vote);
  return votes;
}

/** Every matchup whose pictures have left the arena, in the order of their ids, read page by page. */
export async function* exportedMatchups() {
  const query = { where: { publishedAt: { not: null } }, include: MATCHUP };
  const pages = paged((after) => prisma().matchup.findMany({ ...query, ...pageAfter(after) }));
  for await (const matchup of pages) {
    const { id, createdAt, state, leftId, rightId } = matchup;
    const pair = pairOf(matchup);
    yield { id, at: createdAt.toISOString(), state, ...pair, left: leftId, right: rightId };
  }
}
