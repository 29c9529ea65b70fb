import { randomInt } from 'node:crypto';
import { config } from '@/lib/config';
import { byMethod } from '@/lib/methods';
import { chiefsOf, paintsUnasked } from '@/lib/methods/model-names';
import { offered } from '@/lib/models/at-hand';
import { NotFound } from '@/lib/problems';
import { of, PUBLIC_COMPARISON, PUBLIC_TEXT } from '@/lib/public';
import { prisma } from '@/lib/store/database';
import type { ArenaEntry, Base, EntryState, Model, Prisma } from '@/lib/store/generated/client';
import { wakeWorkers } from '@/lib/store/wake';
import { withPrompt } from '@/lib/studio/prompts';
import { byNoise, ringOf } from './pairs';

/** So many sets of a base are painted at a time: people who wait for their own pictures go first anyway. */
const PAINTED_AT_ONCE = 24;

const A_DAY_MS = 24 * 3_600_000;

type Tx = Prisma.TransactionClient;

/** The entry of a prompt, or of its longer version, on a base. */
interface What {
  readonly baseId: string;
  readonly promptId: string;
  readonly enrichmentId: string | null;
}

/** What becomes of an entry by itself; decided by a curator, it stays so. */
type Wish = Extract<EntryState, 'PROPOSED' | 'ADMITTED'>;

/**
 * The entry of `what`: as it is, or as it is wished where there is none. One for each, however many ask at once; none of those
 * who do is asked about it.
 */
export async function entryOf(
  what: What,
  state: Wish,
  proposedBy: string | null = null,
): Promise<ArenaEntry> {
  return withPrompt(what.promptId, async (tx) => {
    const known = await tx.arenaEntry.findFirst({ where: what });
    const entry = known ?? (await tx.arenaEntry.create({ data: { ...what, state } }));
    if (proposedBy !== null) {
      const data = { entryId: entry.id, voterId: proposedBy };
      await tx.proposal.createMany({ data, skipDuplicates: true });
    }
    return entry;
  });
}

/**
 * Proposes a comparison's prompt for the arena, or its longer version where that was painted. With VISITORS=trusted it is admitted
 * at once, or waits for a curator; proposed before, it stays as it is. Throws NotFound.
 */
export async function proposeForVoting(
  comparisonId: string,
  voterId: string | null,
): Promise<ArenaEntry> {
  const comparison = await prisma().comparison.findUnique({
    where: { id: comparisonId, ...PUBLIC_COMPARISON },
    select: {
      promptId: true,
      enrichmentId: true,
      prompt: { select: { visibility: true } },
      enrichment: { select: { visibility: true } },
      generations: { select: { model: { select: { baseId: true } } }, take: 1 },
    },
  });
  const baseId = comparison?.generations[0]?.model.baseId;
  if (!comparison || baseId === undefined) {
    throw new NotFound('There is no comparison of that id.');
  }
  const { promptId, enrichmentId } = comparison;
  // What the list of words has caught waits for a curator anyway.
  const isListed = [comparison.prompt, comparison.enrichment].every(
    (text) => text === null || text.visibility === 'VISIBLE',
  );
  const state = config().visitors === 'trusted' && isListed ? 'ADMITTED' : 'PROPOSED';
  const entry = await entryOf({ baseId, promptId, enrichmentId }, state, voterId);
  if (entry.state === 'ADMITTED') await fillArena();
  return entry;
}

/**
 * A curator's decision, and whether all models are to paint it or the one that stands for each method; left out, that stays
 * as it is. Sets that are in the arena stay until they are judged. Throws NotFound.
 */
export async function decideEntry(
  id: string,
  admit: boolean,
  allModels?: boolean,
): Promise<ArenaEntry> {
  const state = admit ? 'ADMITTED' : 'REFUSED';
  const { count } = await prisma().arenaEntry.updateMany({
    where: { id },
    data: { state, decidedAt: new Date(), ...(allModels === undefined ? {} : { allModels }) },
  });
  if (count === 0) throw new NotFound('There is no entry of that id.');
  if (admit) await fillArena();
  return prisma().arenaEntry.findUniqueOrThrow({ where: { id } });
}

/**
 * Which of these models take part: those that stand for their methods; where they would be alone, whatever paints
 * unasked; all where a curator wants them.
 */
function takingPart({ allModels }: ArenaEntry, models: readonly Model[]): readonly Model[] {
  if (allModels) return models;
  const chiefs = chiefsOf(models);
  return chiefs.length < 2 ? models.filter(({ name }) => paintsUnasked(name)) : chiefs;
}

const RECIPE = { steps: true, guidanceScale: true, scheduler: true, resolution: true } as const;
type BaseRecipe = Pick<Base, keyof typeof RECIPE>;

/** A set's pictures come from noise by the base's own recipe, so that no choice of settings decides. */
function recipeOf({ steps, guidanceScale, scheduler, resolution }: BaseRecipe) {
  // Visitors go first.
  return { steps, guidanceScale, scheduler, width: resolution, height: resolution, priority: 0 };
}

/** The newest set of an entry. */
const NEWEST = {
  orderBy: { id: 'desc' },
  take: 1,
  select: {
    id: true,
    arena: true,
    judgements: true,
    leftAt: true,
    createdAt: true,
    generations: { select: { modelId: true, seed: true } },
  },
} as const satisfies Prisma.ArenaEntry$comparisonsArgs;

type Newest = Prisma.ComparisonGetPayload<{ select: (typeof NEWEST)['select'] }>;

/** Whether an entry wants a new set: its newest one has left, is of before pairs had noise of their own, or some of these models came after it. */
function wantsSet([newest]: readonly Newest[], models: readonly Model[]): boolean {
  if (!newest) return true;
  if (newest.arena === 'LEFT') {
    // Where nothing could be told apart there was nothing to judge: the next one is for tomorrow.
    return newest.judgements > 0 || Number(newest.leftAt) < Date.now() - A_DAY_MS;
  }
  if (newest.arena === 'OPEN' && byNoise(newest.generations).some(({ length }) => length > 2)) {
    return true;
  }
  const has = new Set(newest.generations.map(({ modelId }) => modelId));
  return models.some(({ id, createdAt }) => createdAt > newest.createdAt && !has.has(id));
}

/**
 * Has all these models paint a set for an entry: in pairs, each from a seed of its own, which nobody can guess and so paint
 * himself. From one noise for all, whoever sees several pictures would know the model that is farthest from the others.
 */
async function paintSet(entry: ArenaEntry, base: BaseRecipe, models: readonly Model[], tx: Tx) {
  const { id: entryId, promptId, enrichmentId } = entry;
  const shared = { ...recipeOf(base), promptId, enrichmentId, blind: true };
  const create = ringOf(models).flatMap((pair) => {
    const seed = BigInt(randomInt(1, 2 ** 48 - 1));
    return pair.map(({ id: modelId }) => ({ ...shared, modelId, seed }));
  });
  await tx.comparison.create({
    data: { promptId, enrichmentId, entryId, arena: 'PAINTING', generations: { create } },
  });
  return create.length;
}

/**
 * Sees to it that there is a set in the arena, or on its way, of everything that is admitted: one at a time, by the models
 * that are offered and take part. Returns how many pictures it has asked for.
 */
export async function fillArena(): Promise<number> {
  const bases = await prisma().base.findMany({
    // All that is stored with a base may be megabytes.
    select: {
      ...RECIPE,
      models: { where: await offered() },
      entries: {
        where: { state: 'ADMITTED', ...of(PUBLIC_TEXT) },
        include: { comparisons: NEWEST },
        // Of those that have no set yet, whichever was admitted first.
        orderBy: { id: 'asc' },
      },
    },
  });
  let asked = 0;
  for (const { models: some, entries, ...base } of bases) {
    const models = some.toSorted(byMethod);
    if (models.length < 2) continue;
    const painting = entries.filter(({ comparisons }) => comparisons[0]?.arena === 'PAINTING');
    const wanted = entries
      .map(({ comparisons, ...entry }) => ({
        entry,
        comparisons,
        painters: takingPart(entry, models),
      }))
      .filter(({ comparisons, painters }) => wantsSet(comparisons, painters))
      .map(({ comparisons: [newest], ...own }) => ({ ...own, since: newest?.id ?? '' }))
      .sort((a, b) => (a.since < b.since ? -1 : 1))
      .slice(0, Math.max(0, PAINTED_AT_ONCE - painting.length));
    for (const { entry, painters } of wanted) {
      const painted = await withPrompt(entry.promptId, async (tx) => {
        // Its prompt may have been deleted meanwhile.
        const { id, state } = entry;
        if ((await tx.arenaEntry.count({ where: { id, state } })) === 0) return 0;
        const sets = await tx.comparison.findMany({ where: { entryId: id }, ...NEWEST });
        return wantsSet(sets, painters) ? paintSet(entry, base, painters, tx) : 0;
      });
      asked += painted;
    }
  }
  if (asked > 0) await wakeWorkers();
  return asked;
}
