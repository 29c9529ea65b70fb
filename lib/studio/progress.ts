import { hasWorker } from '@/lib/models/at-hand';
import { pool, prisma } from '@/lib/store/database';
import { Watch } from '@/lib/store/watch';
import { PLACES } from './queue-places';

/** A picture and its place in the queue; null when it is not waiting. */
export interface Place {
  readonly id: string;
  readonly place: number | null;
}

interface Picture extends Place {
  readonly of: string;
  readonly status: string;
}

/** What changes of pictures while they are made. */
interface Pictures {
  readonly id: string;
  readonly status: string;
  readonly pictures: readonly Picture[];
}

/** Looks at the pictures that `column` has these values of; they are open as long as one of them is. */
function picturesBy(column: 'id' | 'comparisonId') {
  return async (keys: readonly string[]): Promise<Map<string, Pictures>> => {
    const { rows } = await pool().query<Picture>(
      `SELECT g."${column}" AS of, g.id, g.status, g."currentStep", g."previewSha256", p.place,
         ${hasWorker('g."modelId"')} AS "atHand"
       FROM "Generation" g LEFT JOIN ${PLACES} p ON p.id = g.id WHERE g."${column}" = ANY($1::text[]) ORDER BY g.id`,
      [keys],
    );
    const found = new Map<string, Picture[]>();
    for (const row of rows) found.set(row.of, [...(found.get(row.of) ?? []), row]);
    return new Map(
      [...found].map(([id, pictures]) => {
        const open = pictures.find(({ status }) => status === 'QUEUED' || status === 'RUNNING');
        return [id, { id, status: open?.status ?? 'FINISHED', pictures }];
      }),
    );
  };
}

function byId<T extends { readonly id: string }>(rows: readonly T[]): Map<string, T> {
  return new Map(rows.map((row) => [row.id, row]));
}

/** A picture while it is made, by its id. */
export const generationChanges = new Watch(picturesBy('id'));

/** The pictures of a comparison while they are made, by its id. */
export const comparisonChanges = new Watch(picturesBy('comparisonId'));

/** A longer prompt while it is written, by its id. */
export const enrichmentChanges = new Watch(async (ids) => {
  const select = { id: true, status: true, text: true } as const;
  return byId(await prisma().enrichment.findMany({ where: { id: { in: [...ids] } }, select }));
});

/** What a curator asked for while it is done, by its id. */
export const modelTaskChanges = new Watch(async (ids) => {
  const select = { id: true, status: true, hashed: true } as const;
  return byId(await prisma().modelTask.findMany({ where: { id: { in: [...ids] } }, select }));
});
