import { randomBytes, randomInt } from 'node:crypto';
import { drawPair, pairChances, pairKey } from '@/lib/evaluation/matchmaking';
import { prisma } from '@/lib/store/database';
import type { Category, MatchupKind, Side } from '@/lib/store/generated/client';
import { arenaPool, type PictureSet } from './pool';
import { OPEN_FOR_HOURS } from './votes';

const REPEATED_SHARE = 0.05;
const GOLD_SHARE = 0.03;

/** A repeated pair comes back only after so many others. */
const OTHERS_BETWEEN = 10;

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

async function store(voterId: string, drawn: Drawn): Promise<string> {
  const { pictures, firstIsRight, ...rest } = drawn;
  const swapped = randomInt(2) === 1;
  const [leftId, rightId] = swapped ? [pictures[1], pictures[0]] : pictures;
  const gold: Side | undefined = firstIsRight ? (swapped ? 'RIGHT' : 'LEFT') : undefined;
  const [leftToken, rightToken] = [0, 1].map(() => randomBytes(16).toString('hex'));
  const { id } = await prisma().matchup.create({
    data: {
      ...rest,
      voterId,
      leftId,
      rightId,
      leftToken: leftToken ?? '',
      rightToken: rightToken ?? '',
      ...(gold ? { gold } : {}),
    },
  });
  return id;
}

/** A pair that the voter decided before, so that it shows how reliable the answers are. */
async function repeated(voterId: string, category: Category | undefined) {
  const decided = await prisma().matchup.findMany({
    where: { voterId, kind: 'SAMPLED', state: 'DECIDED' },
    orderBy: { closedAt: 'desc' },
    skip: OTHERS_BETWEEN,
    take: 200,
    include: { repetitions: { select: { id: true } }, prompt: { select: { category: true } } },
  });
  const fresh = decided.filter(
    ({ repetitions, prompt }) =>
      repetitions.length === 0 && (!category || prompt.category === category),
  );
  const again = anyOf(fresh);
  if (!again) return undefined;
  const { promptId, comparisonId, leftId, rightId, id } = again;
  const pictures = [leftId, rightId] as const;
  return { kind: 'REPEATED', promptId, comparisonId, pictures, repeatsId: id } as const;
}

function words(text: string): Set<string> {
  return new Set(text.toLowerCase().match(/\p{L}{3,}/gu) ?? []);
}

/** Words that prompts about different things may share. */
const NEUTRAL = new Set(['the', 'and', 'background']);

/** A picture with every fact right against one that was painted for quite another prompt. */
async function gold(category: Category | undefined, seen: ReadonlySet<string>) {
  const { sets } = await arenaPool();
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
  const other = anyOf(
    foreign.flatMap(({ pictures }) => pictures.filter(({ modelId }) => modelId === good.modelId)),
  );
  if (!other || seen.has(good.id) || seen.has(other.id)) return undefined;
  const { promptId, comparisonId } = asked;
  return {
    promptId,
    comparisonId,
    firstIsRight: true,
    kind: 'GOLD' as const,
    pictures: [good.id, other.id] as const,
  };
}

/** By pair of models, the pairs of pictures of which the voter has seen neither. */
function unseenPairs(sets: readonly PictureSet[], seen: ReadonlySet<string>) {
  const unseen = new Map<string, { models: [string, string]; found: Drawn[] }>();
  for (const { pictures, promptId, comparisonId } of sets) {
    const fresh = pictures.filter(({ id }) => !seen.has(id));
    fresh.forEach((a, i) => {
      for (const b of fresh.slice(i + 1)) {
        const name = pairKey(a.modelId, b.modelId);
        const entry = unseen.get(name) ?? { models: [a.modelId, b.modelId], found: [] };
        entry.found.push({ kind: 'SAMPLED', promptId, comparisonId, pictures: [a.id, b.id] });
        unseen.set(name, entry);
      }
    });
  }
  return unseen;
}

/** By where a vote tells most: first a base and a category by chance, then a pair of their models. */
async function sampled(category: Category | undefined, seen: ReadonlySet<string>) {
  const { sets, records } = await arenaPool();
  const groups = new Map<string, PictureSet[]>();
  for (const set of sets) {
    if (category && set.category !== category) continue;
    const name = `${set.baseId} ${set.category}`;
    groups.set(name, [...(groups.get(name) ?? []), set]);
  }
  const left = [...groups.values()];
  while (left.length > 0) {
    const [group] = left.splice(randomInt(left.length), 1);
    if (!group?.[0]) continue;
    const unseen = unseenPairs(group, seen);
    const pairs = [...unseen.values()].map(({ models }) => models);
    const chances = pairChances(pairs, records.get(group[0].category) ?? []);
    const pair = drawPair(chances, uniform());
    const drawn = pair && anyOf(unseen.get(pairKey(pair.first, pair.second))?.found ?? []);
    if (drawn) return { ...drawn, propensity: pair.probability };
  }
  return undefined;
}

export interface DrawRequest {
  readonly voterId: string;
  readonly category: Category | undefined;
  /** Open matchups that the voter has on the screen, or next. */
  readonly except: readonly string[];
}

/**
 * The voter's next matchup: one that was left open, so that going away and coming back chooses
 * nothing; now and then a repeated or a gold one; else a new one. Undefined when all is judged.
 */
export async function drawMatchup(request: DrawRequest): Promise<string | undefined> {
  const { voterId, category, except } = request;
  const before = await prisma().matchup.findMany({
    where: { voterId },
    orderBy: { createdAt: 'asc' },
    select: {
      id: true,
      state: true,
      createdAt: true,
      leftId: true,
      rightId: true,
      prompt: { select: { category: true } },
    },
  });
  const since = Date.now() - OPEN_FOR_HOURS * 3_600_000;
  const open = before.find(
    ({ id, state, createdAt, prompt }) =>
      state === 'OPEN' &&
      createdAt.getTime() > since &&
      !except.includes(id) &&
      (!category || prompt.category === category),
  );
  if (open) return open.id;
  // The reveal has said whose they are, so a picture is shown to nobody twice but on purpose.
  const seen = new Set(before.flatMap(({ leftId, rightId }) => [leftId, rightId]));
  const chance = uniform();
  let drawn: Drawn | undefined;
  if (chance < REPEATED_SHARE) drawn = await repeated(voterId, category);
  else if (chance < REPEATED_SHARE + GOLD_SHARE) drawn = await gold(category, seen);
  drawn ??= await sampled(category, seen);
  return drawn && store(voterId, drawn);
}
