import { setTimeout as sleep } from 'node:timers/promises';
import { prisma } from '@/lib/store/database';
import { living } from '@/lib/models/at-hand';
import { resolveGlobalID } from '../global-id';
import { builder } from '../builder';
import { requireCurator } from '../context';

/** Progress travels through rows, so that it crosses machines and survives restarts. */
const POLL_MS = 120;
const OPEN = new Set(['QUEUED', 'RUNNING']);

/** `id` whenever what `look` sees of its row has changed, until that is finished. */
async function* changes(
  id: string,
  look: () => Promise<{ status: string } | null>,
): AsyncGenerator<string> {
  let last = '';
  for (;;) {
    const row = await look();
    if (!row) return;
    const now = JSON.stringify(row);
    if (now !== last) yield id;
    last = now;
    if (!OPEN.has(row.status)) return;
    await sleep(POLL_MS);
  }
}

/** What is seen of a picture while it is open; with it whether anybody has its model, for which it may wait. */
function seen() {
  const workers = { where: living(), take: 1, select: { writes: true } } as const;
  return {
    status: true,
    currentStep: true,
    previewSha256: true,
    model: { select: { workers } },
  } as const;
}

function generationChanges(id: string) {
  return changes(id, () => prisma().generation.findUnique({ where: { id }, select: seen() }));
}

/** A comparison is open as long as one of its pictures is. */
function comparisonChanges(id: string) {
  return changes(id, async () => {
    const generations = await prisma().generation.findMany({
      where: { comparisonId: id },
      select: seen(),
      orderBy: { id: 'asc' },
    });
    const status = generations.find((generation) => OPEN.has(generation.status))?.status;
    return { status: status ?? 'FINISHED', generations };
  });
}

function enrichmentChanges(id: string) {
  const select = { status: true, text: true } as const;
  return changes(id, () => prisma().enrichment.findUnique({ where: { id }, select }));
}

function modelTaskChanges(id: string) {
  const select = { status: true, hashed: true } as const;
  return changes(id, () => prisma().modelTask.findUnique({ where: { id }, select }));
}

builder.subscriptionField('generationProgress', (t) =>
  t.prismaField({
    type: 'Generation',
    nullable: true,
    description: 'The picture again at every change, until it is finished. Served over SSE.',
    args: { id: t.arg.id({ required: true }) },
    subscribe: (_root, { id }) => generationChanges(resolveGlobalID(id, 'Generation') ?? ''),
    resolve: (query, id) => prisma().generation.findUnique({ ...query, where: { id: id } }),
  }),
);

builder.subscriptionField('enrichmentProgress', (t) =>
  t.prismaField({
    type: 'Enrichment',
    nullable: true,
    description: 'The text again whenever it has grown, until it is finished. Served over SSE.',
    args: { id: t.arg.id({ required: true }) },
    subscribe: (_root, { id }) => enrichmentChanges(resolveGlobalID(id, 'Enrichment') ?? ''),
    resolve: (query, id) => prisma().enrichment.findUnique({ ...query, where: { id: id } }),
  }),
);

builder.subscriptionField('comparisonProgress', (t) =>
  t.prismaField({
    type: 'Comparison',
    nullable: true,
    description: 'The comparison again at every change, until all its pictures are finished.',
    args: { id: t.arg.id({ required: true }) },
    subscribe: (_root, { id }) => comparisonChanges(resolveGlobalID(id, 'Comparison') ?? ''),
    resolve: (query, id) => prisma().comparison.findUnique({ ...query, where: { id: id } }),
  }),
);

builder.subscriptionField('modelTaskProgress', (t) =>
  t.prismaField({
    type: 'ModelTask',
    nullable: true,
    description: 'For curators: the task again at every change, until it is finished.',
    args: { id: t.arg.id({ required: true }) },
    subscribe: (_root, { id }, context) => {
      requireCurator(context);
      return modelTaskChanges(resolveGlobalID(id, 'ModelTask') ?? '');
    },
    resolve: (query, id) => prisma().modelTask.findUnique({ ...query, where: { id: id } }),
  }),
);
