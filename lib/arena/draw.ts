import { randomBytes, randomInt } from 'node:crypto';
import { v7 as uuidv7 } from 'uuid';
import { drawPair, pairChances, pairKey } from '@/lib/evaluation/matchmaking';
import { LEAST_DECIDED } from '@/lib/evaluation/held';
import { pool } from '@/lib/store/database';
import type { MatchupKind, Side } from '@/lib/store/generated/client';
import { historyOf, type DrawRequest, type History } from './history';
import { arenaSets, pairRecords, refreshArenaPool, type PictureSet } from './pool';

/** This share of the sampled pairs is shown once more. */
const REPEATED_SHARE = 0.05;
const GOLD_SHARE = 0.03;

/** Among so many of a voter's first matchups one is gold, at a place that nobody can know: until then their votes do not count. */
const FIRST_GOLD_WITHIN = LEAST_DECIDED;

/** A set may leave the arena between being chosen and being shown; then another one is chosen. */
const TRIES = 5;

function uniform(): number {
  return randomInt(2 ** 32) / 2 ** 32;
}

function anyOf<T>(items: readonly T[]): T | undefined {
  return items.length > 0 ? items[randomInt(items.length)] : undefined;
}

interface Drawn {
  readonly kind: MatchupKind;
  readonly promptId: string;
  readonly comparisonId: string;
  /** Pictures; which one is on the left is drawn when it is stored. */
  readonly pictures: readonly [string, string];
  readonly propensity?: number;
  /** The first picture is the right answer. */
  readonly firstIsRight?: boolean;
  readonly repeatsId?: string;
}

/** Stored only while the sets of both pictures are in the arena, and these do not leave meanwhile. */
const STORE = `
  WITH sets AS (
    SELECT id FROM "Comparison"
    WHERE arena = 'OPEN' AND id IN (
      SELECT "comparisonId" FROM "Generation" WHERE id IN ($5, $6))
    ORDER BY id FOR KEY SHARE
  )
  INSERT INTO "Matchup" (id, "voterId", "promptId", "comparisonId", "leftId", "rightId", "leftToken",
    "rightToken", kind, propensity, gold, "repeatsId", "toRepeat")
  SELECT $1, $2, $3, $4, $5, $6, $7, $8, $9::"MatchupKind", $10::float8, $11::"Side", $12, $13::boolean
  WHERE (SELECT count(*) FROM sets) = (
    SELECT count(DISTINCT "comparisonId") FROM "Generation" WHERE id IN ($5, $6))`;

/** The matchup's id; undefined when one of the pictures is in the arena no more. */
async function store(voterId: string, drawn: Drawn): Promise<string | undefined> {
  const { pictures, firstIsRight, kind, promptId, comparisonId } = drawn;
  const swapped = randomInt(2) === 1;
  const [leftId, rightId] = swapped ? [pictures[1], pictures[0]] : pictures;
  const gold: Side | null = firstIsRight ? (swapped ? 'RIGHT' : 'LEFT') : null;
  const token = () => randomBytes(16).toString('hex');
  const id = uuidv7();
  const { rowCount } = await pool().query(STORE, [
    ...[id, voterId, promptId, comparisonId, leftId, rightId, token(), token(), kind],
    ...[drawn.propensity ?? null, gold, drawn.repeatsId ?? null],
    kind === 'SAMPLED' && uniform() < REPEATED_SHARE,
  ]);
  return rowCount === 1 ? id : undefined;
}

function words(text: string): Set<string> {
  return new Set(text.toLowerCase().match(/\p{L}{3,}/gu) ?? []);
}

/** Words that prompts about different things may share. */
const NEUTRAL = new Set(['the', 'and', 'background']);

/** A picture with every fact right against one that was painted for quite another prompt. */
async function gold({ voterId, category }: DrawRequest, seen: ReadonlySet<string>) {
  const sets = (await arenaSets())
    .filter(({ proposedBy }) => !proposedBy.has(voterId))
    .map((set) => ({ ...set, pictures: set.pictures.filter(({ id }) => !seen.has(id)) }));
  const askable = sets.filter((set) => !category || set.category === category);
  const asked = anyOf(askable.filter(({ pictures }) => pictures.some(({ perfect }) => perfect)));
  const good = anyOf(asked?.pictures.filter(({ perfect }) => perfect) ?? []);
  if (!asked || !good) return undefined;
  const said = words(asked.text);
  const foreign = sets.filter(
    ({ text, baseId }) =>
      baseId === asked.baseId &&
      [...words(text)].every((word) => !said.has(word) || NEUTRAL.has(word)),
  );
  // By any model: who learns one painter would learn the other's, whose set may still be judged.
  const other = anyOf(foreign.flatMap(({ pictures }) => pictures));
  if (!other) return undefined;
  const { promptId, comparisonId } = asked;
  return {
    promptId,
    comparisonId,
    firstIsRight: true,
    kind: 'GOLD' as const,
    pictures: [good.id, other.id] as const,
  };
}

/** By pair of models, the pair of pictures from one noise that can be told apart and of which the voter has seen neither. */
function unseenPairs({ pictures, alike }: PictureSet, seen: ReadonlySet<string>) {
  const fresh = pictures.filter(({ id }) => !seen.has(id));
  return new Map(
    fresh.flatMap((a, i) =>
      fresh
        .slice(i + 1)
        .filter((b) => a.seed === b.seed && !alike.has(pairKey(a.id, b.id)))
        .map((b) => [pairKey(a.modelId, b.modelId), { a, b }] as const),
    ),
  );
}

/** Which sets go first: what has been judged enough, and stays, is for when there is nothing else. */
const wanted = ({ missing }: PictureSet) => (missing === 0 ? Number.MAX_SAFE_INTEGER : missing);

/**
 * The sets in the order in which they are asked about. A set that the voter has begun comes first, so that they soon
 * learn who painted it; then bases and categories by chance, and of those a set that is on nobody else's screen, since
 * it leaves the arena the sooner, and of which least is missing. None of that depends on the models.
 */
function inTurn(sets: readonly PictureSet[], voterId: string, seen: ReadonlySet<string>) {
  const group = new Map(sets.map(({ baseId, category }) => [`${baseId} ${category}`, uniform()]));
  return sets
    .map((set) => ({
      set,
      begun: set.pictures.some(({ id }) => seen.has(id)) ? 0 : 1,
      group: group.get(`${set.baseId} ${set.category}`) ?? 1,
      others: [...set.openTo].some((id) => id !== voterId) ? 1 : 0,
      luck: uniform(),
    }))
    .sort(
      (a, b) =>
        a.begun - b.begun ||
        a.group - b.group ||
        a.others - b.others ||
        wanted(a.set) - wanted(b.set) ||
        a.luck - b.luck,
    )
    .map(({ set }) => set);
}

/** A pair of the set whose turn it is, by where a vote tells most about their models. */
async function sampled({ voterId, category }: DrawRequest, seen: ReadonlySet<string>) {
  const [sets, records] = await Promise.all([arenaSets(), pairRecords()]);
  const askable = sets.filter(
    (set) => (!category || set.category === category) && !set.proposedBy.has(voterId),
  );
  for (const set of inTurn(askable, voterId, seen)) {
    const unseen = unseenPairs(set, seen);
    const pairs = [...unseen.values()].map(({ a, b }) => [a.modelId, b.modelId] as const);
    const chances = pairChances(pairs, records.get(set.category) ?? []);
    const pair = drawPair(chances, uniform());
    const drawn = pair && unseen.get(pairKey(pair.first, pair.second));
    if (!drawn) continue;
    const { promptId, comparisonId } = set;
    const pictures = [drawn.a.id, drawn.b.id] as const;
    const propensity = pair.probability;
    return { kind: 'SAMPLED', promptId, comparisonId, pictures, propensity } as const;
  }
  return undefined;
}

/** How likely the next matchup is gold, after the first ones of these kinds. */
function goldShare(first: History['first']): number {
  const left = FIRST_GOLD_WITHIN - first.length;
  const isDue = left > 0 && !first.includes('GOLD');
  return isDue ? 1 / left : GOLD_SHARE;
}

/**
 * The voter's next matchup: one that was left open, so that going away and coming back chooses
 * nothing; now and then a repeated or a gold one; else a new one. Undefined when all is judged.
 */
export async function drawMatchup(request: DrawRequest): Promise<string | undefined> {
  const { voterId } = request;
  const { open, again, first, seen } = await historyOf(request);
  if (open !== null) return open;
  for (let turn = 0; turn < TRIES; turn += 1) {
    // A pair that the voter decided before shows how reliable the answers are; its painters are known to nobody.
    let drawn: Drawn | undefined =
      turn === 0 && again !== null ? { kind: 'REPEATED', ...again } : undefined;
    // Whoever remembers a picture would judge what they said of it, so it is shown to nobody twice but on purpose.
    if (!drawn && uniform() < goldShare(first)) drawn = await gold(request, seen);
    drawn ??= await sampled(request, seen);
    if (!drawn) return undefined;
    const id = await store(voterId, drawn);
    if (id !== undefined) return id;
    refreshArenaPool();
  }
  return undefined;
}
