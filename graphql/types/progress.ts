import { setTimeout as sleep } from 'node:timers/promises';
import { prisma } from '@/lib/store/database';
import { resolveGlobalID } from '../global-id';
import { builder } from '../builder';

/** Progress travels through rows, so that it crosses machines and survives restarts. */
const POLL_MS = 120;
const OPEN = new Set(['QUEUED', 'RUNNING']);

/** The Generation's id whenever its row has changed, until it is finished. */
async function* changes(id: string): AsyncGenerator<string> {
  let last = '';
  for (;;) {
    const row = await prisma().generation.findUnique({
      where: { id },
      select: { status: true, currentStep: true, previewSha256: true },
    });
    if (!row) return;
    const now = JSON.stringify(row);
    if (now !== last) yield id;
    last = now;
    if (!OPEN.has(row.status)) return;
    await sleep(POLL_MS);
  }
}

builder.subscriptionField('generationProgress', (t) =>
  t.prismaField({
    type: 'Generation',
    nullable: true,
    description: 'The picture again at every change, until it is finished. Served over SSE.',
    args: { id: t.arg.id({ required: true }) },
    subscribe: (_root, { id }) => changes(resolveGlobalID(id, 'Generation') ?? ''),
    resolve: (query, id) => prisma().generation.findUnique({ ...query, where: { id: id } }),
  }),
);
