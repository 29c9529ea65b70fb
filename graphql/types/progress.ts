import { setTimeout as sleep } from 'node:timers/promises';
import { hasWorker } from '@/lib/models/at-hand';
import { pool, prisma } from '@/lib/store/database';
import { PLACE } from '@/lib/studio/queue-places';
import { resolveGlobalID } from '../global-id';
import { builder } from '../builder';
import { requireCurator, type Context } from '../context';
import { placesOf } from '../queue-places';

/** Progress travels through rows, so that it crosses machines and survives restarts. */
const POLL_MS = 120;
const OPEN = new Set(['QUEUED', 'RUNNING']);

async function* poll<T extends { readonly status: string }>(
  look: () => Promise<T | null>,
  gone: AbortSignal,
): AsyncGenerator<T> {
  let last = '';
  for (;;) {
    const row = await look();
    if (!row || gone.aborted) return;
    const now = JSON.stringify(row);
    if (now !== last) yield row;
    last = now;
    if (!OPEN.has(row.status)) return;
    const isGone = () => true;
    if (await sleep(POLL_MS, false, { signal: gone }).catch(isGone)) return;
  }
}

/** What `look` sees of the rows whenever it has changed, until they are finished or nobody follows any more. */
function changes<T extends { readonly status: string }>(
  look: () => Promise<T | null>,
): AsyncGenerator<T> {
  const gone = new AbortController();
  const rows = poll(look, gone.signal);
  const end = rows.return.bind(rows);
  // By itself a generator hears of it when it yields next: with the work's next change.
  rows.return = (value) => {
    gone.abort();
    return end(value);
  };
  return rows;
}

interface Watched {
  readonly id: string;
  readonly status: string;
  readonly place: number | null;
}

/** What changes of pictures while they are made, with whether anybody has their model; `of` is the column that names them. */
async function watched(of: 'id' | 'comparisonId', value: string): Promise<Watched[]> {
  const { rows } = await pool().query<Watched>(
    `SELECT g.id, g.status, g."currentStep", g."previewSha256", ${PLACE} AS place,
       ${hasWorker('g."modelId"')} AS "atHand"
     FROM "Generation" g WHERE g."${of}" = $1 ORDER BY g.id`,
    [value],
  );
  return rows;
}

/** A comparison is open as long as one of its pictures is. */
function pictureChanges(of: 'id' | 'comparisonId', value: string) {
  return changes(async () => {
    const pictures = await watched(of, value);
    if (pictures.length === 0) return null;
    const status = pictures.find((picture) => OPEN.has(picture.status))?.status ?? 'FINISHED';
    return { id: value, status, pictures };
  });
}

/** Has the places in the queue that were seen with a change answered without another look. */
function rememberPlaces(
  context: Context,
  { pictures }: { readonly pictures: readonly Watched[] },
): void {
  const places = placesOf(context).clearAll();
  for (const { id, place } of pictures) places.prime(id, place);
}

function enrichmentChanges(id: string) {
  const select = { id: true, status: true, text: true } as const;
  return changes(() => prisma().enrichment.findUnique({ where: { id }, select }));
}

function modelTaskChanges(id: string) {
  const select = { id: true, status: true, hashed: true } as const;
  return changes(() => prisma().modelTask.findUnique({ where: { id }, select }));
}

builder.subscriptionField('generationProgress', (t) =>
  t.prismaField({
    type: 'Generation',
    nullable: true,
    description: 'The picture again at every change, until it is finished. Served over SSE.',
    args: { id: t.arg.id({ required: true }) },
    subscribe: (_root, { id }) => pictureChanges('id', resolveGlobalID(id, 'Generation') ?? ''),
    resolve: (query, change, _args, context) => {
      rememberPlaces(context, change);
      return prisma().generation.findUnique({ ...query, where: { id: change.id } });
    },
  }),
);

builder.subscriptionField('enrichmentProgress', (t) =>
  t.prismaField({
    type: 'Enrichment',
    nullable: true,
    description: 'The text again whenever it has grown, until it is finished. Served over SSE.',
    args: { id: t.arg.id({ required: true }) },
    subscribe: (_root, { id }) => enrichmentChanges(resolveGlobalID(id, 'Enrichment') ?? ''),
    resolve: (query, { id }) => prisma().enrichment.findUnique({ ...query, where: { id } }),
  }),
);

builder.subscriptionField('comparisonProgress', (t) =>
  t.prismaField({
    type: 'Comparison',
    nullable: true,
    description: 'The comparison again at every change, until all its pictures are finished.',
    args: { id: t.arg.id({ required: true }) },
    subscribe: (_root, { id }) =>
      pictureChanges('comparisonId', resolveGlobalID(id, 'Comparison') ?? ''),
    resolve: (query, change, _args, context) => {
      rememberPlaces(context, change);
      return prisma().comparison.findUnique({ ...query, where: { id: change.id } });
    },
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
    resolve: (query, { id }) => prisma().modelTask.findUnique({ ...query, where: { id } }),
  }),
);
