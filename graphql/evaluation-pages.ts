import { queryFromInfo } from '@pothos/plugin-prisma';
import DataLoader from 'dataloader';
import type { FieldNode, GraphQLResolveInfo } from 'graphql';
import {
  EVALUATION_KINDS,
  evaluationsOf,
  listedEvaluations,
  type EvaluationFilter,
  type EvaluationKind,
  type EvaluationRef,
} from '@/lib/arena/evaluations';
import { prisma } from '@/lib/store/database';
import type { RowPage } from '@/lib/store/paging';
import type { Context } from './context';

interface EvaluationRow {
  readonly id: string;
  readonly createdAt: Date;
}

const TYPES = { VOTE: 'Vote', RATING: 'Rating', AUTOMATIC_SCORE: 'AutomaticScore' } as const;
const NODE = [{ name: 'edges' }, { name: 'node' }];

/** What is asked of the evaluations of the field that `info` resolves, by their kinds; noted, so that it counts as read. */
function queriesOf(context: Context, info: GraphQLResolveInfo) {
  const queryOf = (typeName: string) =>
    queryFromInfo({ context, info, typeName, paths: [NODE], include: {} });
  return {
    VOTE: queryOf(TYPES.VOTE),
    RATING: queryOf(TYPES.RATING),
    AUTOMATIC_SCORE: queryOf(TYPES.AUTOMATIC_SCORE),
  };
}

type Queries = ReturnType<typeof queriesOf>;

/** The rows of a kind with all that is asked of them, in one statement. */
function find(kind: EvaluationKind, queries: Queries, ids: string[]): Promise<EvaluationRow[]> {
  const query = { ...queries[kind], where: { id: { in: ids } } };
  switch (kind) {
    case 'VOTE':
      return prisma().vote.findMany(query);
    case 'RATING':
      return prisma().rating.findMany(query);
    case 'AUTOMATIC_SCORE':
      return prisma().automaticScore.findMany(query);
  }
}

/** The rows of several pages, each in its order; one statement for each kind that is among them. */
async function rowsOf(
  pages: readonly (readonly EvaluationRef[])[],
  queries: Queries,
): Promise<EvaluationRow[][]> {
  const found = EVALUATION_KINDS.map(async (kind) => {
    const refs = pages.flatMap((page) => page.filter((ref) => ref.kind === kind));
    const ids = [...new Set(refs.map(({ id }) => id))];
    const rows = ids.length > 0 ? await find(kind, queries, ids) : [];
    return rows.map((row) => [row.id, { ...row, __typename: TYPES[kind] }] as const);
  });
  const rows = new Map((await Promise.all(found)).flat());
  // What was taken away meanwhile is left out.
  return pages.map((page) => page.flatMap(({ id }) => rows.get(id) ?? []));
}

/** A page of all evaluations that are listed, or of those of one picture. */
export async function evaluationRows(
  filter: EvaluationFilter & { readonly generationId: string | undefined },
  page: RowPage,
  context: Context,
  info: GraphQLResolveInfo,
): Promise<EvaluationRow[]> {
  const { generationId, ...conditions } = filter;
  const pages =
    generationId === undefined
      ? [await listedEvaluations(conditions, page)]
      : await evaluationsOf([generationId], conditions, page);
  return (await rowsOf(pages, queriesOf(context, info))).flat();
}

/** graphql-js gives the same nodes to a field of all rows of a list, within one execution. */
const loaders = new WeakMap<readonly FieldNode[], DataLoader<string, EvaluationRow[]>>();

/** A picture's page, read together with those of the other pictures of which it is asked. */
export function evaluationsOfEach(
  filter: EvaluationFilter,
  page: RowPage,
  context: Context,
  info: GraphQLResolveInfo,
): DataLoader<string, EvaluationRow[]> {
  const queries = queriesOf(context, info);
  const known = loaders.get(info.fieldNodes);
  if (known) return known;
  const loader = new DataLoader<string, EvaluationRow[]>(async (ids) =>
    rowsOf(await evaluationsOf(ids, filter, page), queries),
  );
  loaders.set(info.fieldNodes, loader);
  return loader;
}
