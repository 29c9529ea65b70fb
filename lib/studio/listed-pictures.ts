import type { FactName } from '@/lib/evaluation/judge';
import { METHOD_NAMES, type MethodName } from '@/lib/methods';
import { isListedPicture } from '@/lib/public';
import { pool, prisma } from '@/lib/store/database';
import type { JobStatus } from '@/lib/store/generated/client';
import {
  pageSql,
  Values,
  type Direction,
  type KeysetPage,
  type OrderedBy,
  type Place,
} from '@/lib/store/keyset';
import { totalOf, type Total } from '@/lib/store/total';
import { ofPrompt, within, type PromptConditions, type Range } from './list-conditions';

/** A fact that a scorer has looked for: of this kind, as it names it, and whether the picture shows it. */
export interface FactAsked {
  readonly kind: FactName;
  readonly asked?: string | null | undefined;
  readonly right?: boolean | null | undefined;
}

/** Which pictures are asked for; what is left out is no condition. */
export interface PictureFilter extends PromptConditions {
  readonly method?: MethodName | 'UNKNOWN' | null | undefined;
  readonly modelId?: string | undefined;
  /** By its name. */
  readonly base?: string | null | undefined;
  readonly form?: 'SIMPLE' | 'ENRICHED' | null | undefined;
  readonly seed?: string | null | undefined;
  readonly score?: Range<number> | null | undefined;
  readonly facts?: readonly FactAsked[] | null | undefined;
  readonly createdAt?: Range<Date> | null | undefined;
  readonly status?: JobStatus | null | undefined;
}

export const PICTURE_ORDERS = ['CREATED', 'SCORE', 'VOTES', 'WIN_RATE'] as const;
export type PictureOrder = (typeof PICTURE_ORDERS)[number];

/** A list of pictures: which, and in which order. */
export interface PictureList {
  readonly filter: PictureFilter;
  readonly order: PictureOrder;
  readonly direction: Direction;
}

/** SQL: by what of the picture `g` each order is. */
const ORDERS = {
  CREATED: {},
  SCORE: { column: 'g.score', type: 'float8' },
  VOTES: { column: 'g."voteCount"', type: 'int' },
  WIN_RATE: { column: 'g."winRateLow"', type: 'float8' },
} as const satisfies Record<PictureOrder, object>;

const MOST_SEED = 2n ** 63n - 1n;

/** A seed as a column has it; one that no picture has where the text is none. */
function seedOf(text: string): string {
  return /^\d{1,19}$/.test(text) && BigInt(text) <= MOST_SEED ? text : '-1';
}

/** The models of a filter's method, base and id; undefined for all. */
async function modelsOf({ method, base, modelId }: PictureFilter): Promise<string[] | undefined> {
  if (!method && !base && modelId === undefined) return undefined;
  const rows = await prisma().model.findMany({
    where: {
      ...(modelId === undefined ? {} : { id: modelId }),
      ...(base ? { base: { name: base } } : {}),
      ...(method ? { method: method === 'UNKNOWN' ? { notIn: METHOD_NAMES } : method } : {}),
    },
    select: { id: true },
  });
  return rows.map(({ id }) => id);
}

/** SQL: what a filter says of the picture `g`. */
async function conditionsOf(filter: PictureFilter, values: Values): Promise<string[]> {
  const { form, seed, score, facts, createdAt, status } = filter;
  const models = await modelsOf(filter);
  const given = (value: unknown) => value !== undefined && value !== null;
  const found = [
    ...ofPrompt('g', filter, values),
    ...within('g.score', 'float8', score, values),
    ...within('g."createdAt"', 'timestamptz', createdAt, values),
    ...(models ? [`g."modelId" = ANY(${values.add(models)}::text[])`] : []),
    ...(form ? [`(g."enrichmentId" IS NULL) = ${values.add(form === 'SIMPLE')}::boolean`] : []),
    ...(typeof seed === 'string' ? [`g.seed = ${values.add(seedOf(seed))}::bigint`] : []),
    ...(status ? [`g.status = ${values.add(status)}::"JobStatus"`] : []),
  ];
  for (const { kind, asked, right } of facts ?? []) {
    const fact = { fact: kind, ...(given(asked) && { asked }), ...(given(right) && { right }) };
    found.push(`EXISTS (
      SELECT 1 FROM "AutomaticScore" s
      WHERE s."generationId" = g.id AND s.facts @> ${values.add(JSON.stringify([fact]))}::jsonb)`);
  }
  return found;
}

/** SQL: the picture `g` does not only repeat another one. */
const IS_ONE = 'g."reproducesId" IS NULL';

/** SQL: the picture `g` is of the prompt `asked`. */
const OF_PROMPT = 'g."promptId" = asked.id';

/** SQL: the pictures of a list, none of the arena; those without what it is ordered by are in no such list. */
async function listedIn({ filter, order }: PictureList, values: Values, condition: string) {
  const ordered: OrderedBy = { id: 'g.id', ...ORDERS[order] };
  const conditions = [
    isListedPicture('g'),
    condition,
    ...(ordered.column === undefined ? [] : [`${ordered.column} IS NOT NULL`]),
    ...(await conditionsOf(filter, values)),
  ];
  return { sql: `FROM "Generation" g WHERE ${conditions.join(' AND ')}`, ordered };
}

/** A page of a list, without pictures that only repeat another one. */
export async function listedPictures(list: PictureList, page: KeysetPage): Promise<Place[]> {
  const values = new Values();
  const listed = await listedIn(list, values, IS_ONE);
  const sql = pageSql(listed, list.direction, page, values);
  return (await pool().query<Place>(sql, values.all)).rows;
}

/** How many pictures a list has on all pages together. */
export async function countPictures(list: PictureList): Promise<Total> {
  const values = new Values();
  const { sql } = await listedIn(list, values, IS_ONE);
  return totalOf(`SELECT g.id ${sql}`, values.all);
}

/** Such a page of each of these prompts, in their order, in one statement; what repeats another one, too. */
export async function picturesOfPrompts(
  promptIds: readonly string[],
  list: PictureList,
  page: KeysetPage,
): Promise<Place[][]> {
  const values = new Values();
  const listed = await listedIn(list, values, OF_PROMPT);
  const sql = pageSql(listed, list.direction, page, values);
  const { rows } = await pool().query<Place & { promptId: string }>(
    `SELECT asked.id AS "promptId", own.id, own.value
     FROM unnest(${values.add(promptIds)}::text[]) AS asked(id) CROSS JOIN LATERAL (${sql}) own`,
    values.all,
  );
  return promptIds.map((id) => rows.filter(({ promptId }) => promptId === id));
}

/** How many pictures such a list has of each of these prompts, in one statement. */
export async function countPicturesOfPrompts(
  promptIds: readonly string[],
  list: PictureList,
): Promise<Total[]> {
  const values = new Values();
  const { sql } = await listedIn(list, values, OF_PROMPT);
  const { rows } = await pool().query<{ count: number }>(
    `SELECT (SELECT count(*)::int ${sql})
     FROM unnest(${values.add(promptIds)}::text[]) WITH ORDINALITY AS asked(id, place) ORDER BY place`,
    values.all,
  );
  return rows.map(({ count }) => ({ count, estimated: false }));
}
