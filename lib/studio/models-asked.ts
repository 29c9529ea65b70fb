import { byMethod } from '@/lib/methods';
import { paintsUnasked } from '@/lib/methods/model-names';
import { defaultOf } from '@/lib/models/default-base';
import { living, someWorkerLives } from '@/lib/models/at-hand';
import { InvalidInput, NotFound } from '@/lib/problems';
import { prisma } from '@/lib/store/database';
import { BASE_OF_RECIPE } from './generate-input';

/** All active models with their bases, by method, and whether some living worker has them. */
async function activeModels() {
  const models = await prisma().model.findMany({
    where: { status: 'ACTIVE' },
    include: {
      base: { select: BASE_OF_RECIPE },
      workers: { where: living(), take: 1, select: { id: true } },
    },
  });
  models.sort(byMethod);
  return models.map(({ workers, ...model }) => ({ ...model, atHand: workers.length > 0 }));
}

type ActiveModel = Awaited<ReturnType<typeof activeModels>>[number];

/** Those that paint for whoever names none: at hand; while no worker lives nobody knows: then all. */
async function offeredOf(active: readonly ActiveModel[]): Promise<readonly ActiveModel[]> {
  const usual = active.filter(({ name }) => paintsUnasked(name));
  const atHand = usual.filter((model) => model.atHand);
  return atHand.length > 0 || (await someWorkerLives()) ? atHand : usual;
}

/** For those who name none: of the default base, the one that came first. Throws NotFound where there is none. */
function firstOf(models: readonly ActiveModel[]): ActiveModel {
  const base = defaultOf(models.map((model) => model.base));
  const own = models.filter(({ baseId }) => baseId === base?.id);
  const [first] = own.toSorted((a, b) => (a.id < b.id ? -1 : 1));
  if (first) return first;
  throw new NotFound('There is no model yet.');
}

/** The one of that id, whoever has it. Throws NotFound. */
function modelOf(active: readonly ActiveModel[], id: string | undefined): ActiveModel {
  const model = active.find((own) => own.id === id);
  if (model) return model;
  throw new NotFound('There is no active model of that id; ask for `models`.');
}

/** The active model of that id, or the one that is offered first. Throws NotFound. */
export async function modelFor(id: string | undefined): Promise<ActiveModel> {
  const active = await activeModels();
  return id === undefined ? firstOf(await offeredOf(active)) : modelOf(active, id);
}

/**
 * The active models of those ids, or all of the first one's base that are offered, by method, and their base. Throws
 * NotFound, or InvalidInput unless all are of one base.
 */
export async function modelsFor(ids: readonly string[] | undefined) {
  const active = await activeModels();
  const first = ids ? modelOf(active, ids[0]) : firstOf(await offeredOf(active));
  const models = (ids ? active : await offeredOf(active)).filter(
    ({ id, baseId }) => baseId === first.baseId && (ids?.includes(id) ?? true),
  );
  if (ids && models.length < new Set(ids).size) {
    throw new InvalidInput('modelIds', 'All models must be active and of one base.');
  }
  return { base: first.base, models };
}
