import { z } from 'zod';
import { paintsUnasked } from '@/lib/methods/model-names';
import { registerModels } from '@/lib/models/register';
import { prisma } from '@/lib/store/database';
import { run } from './execute';
import { until } from './worker';

const COMPARE = /* GraphQL */ `
  mutation ($input: CompareInput!) {
    compare(input: $input) {
      ... on Comparison {
        key
      }
    }
  }
`;

/** The active models that paint where none is named. */
export async function usualModels() {
  const active = await prisma().model.findMany({
    where: { status: 'ACTIVE' },
    orderBy: { id: 'asc' },
  });
  return active.filter(({ name }) => paintsUnasked(name));
}

/** Registers the committed models, and retires those that paint in another way: sets by all models are by six of them. */
export async function registerUsual(): Promise<void> {
  await registerModels('models');
  const usual = await usualModels();
  const others = { id: { notIn: usual.map(({ id }) => id) } };
  await prisma().model.updateMany({ where: others, data: { status: 'RETIRED' } });
}

/** Asks for a comparison; returns its key. */
export async function compare(input: Readonly<Record<string, unknown>>): Promise<string> {
  const shape = z.object({ compare: z.object({ key: z.string() }) });
  const whole = { prompt: 'a dog', seeds: ['1'], steps: 2, ...input };
  return (await run(COMPARE, shape, { input: whole })).compare.key;
}

/** What became of a comparison's pictures once all are finished: `[model, status, error]` by model. */
export async function outcomes(comparisonId: string): Promise<[string, string, string | null][]> {
  return until(async () => {
    const rows = await prisma().generation.findMany({
      where: { comparisonId },
      select: { status: true, error: true, finishedAt: true, model: { select: { name: true } } },
      orderBy: { model: { name: 'asc' } },
    });
    if (rows.length === 0 || !rows.every(({ finishedAt }) => finishedAt)) return undefined;
    return rows.map(({ model, status, error }) => [model.name, status, error]);
  });
}
