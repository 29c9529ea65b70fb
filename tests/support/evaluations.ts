import { encodeGlobalID } from '@pothos/plugin-relay';
import { z } from 'zod';
import { prisma } from '@/lib/store/database';
import type { Visitor } from './arena';
import { run } from './execute';

const RATE = `mutation ($input: RateInput!) { rate(input: $input) { __typename } }`;

/** Gives stars. */
export function rate(visitor: Visitor, id: string, criterion: string, value: number) {
  const generationId = encodeGlobalID('Generation', id);
  return visitor.ask('rate', RATE, { input: { generationId, criterion, value } });
}

/** Stores a detector’s opinion of a picture. */
export async function score(generationId: string, value: number): Promise<void> {
  const { id: scorerId } = await prisma().scorer.findFirstOrThrow();
  const facts = [{ fact: 'count', asked: '2', seen: '3', right: false }];
  await prisma().automaticScore.create({ data: { generationId, scorerId, facts, score: value } });
}

/** What is asked of each evaluation here. */
export const nodeShape = z.object({
  __typename: z.string(),
  id: z.string(),
  aspect: z.string(),
  verdict: z.string(),
  evaluator: z.object({ kind: z.string(), name: z.string() }),
  generations: z.array(z.object({ key: z.string() })),
  createdAt: z.iso.datetime(),
});
export const pageShape = z.object({
  edges: z.array(z.object({ cursor: z.string(), node: nodeShape })),
  pageInfo: z.object({
    hasNextPage: z.boolean(),
    hasPreviousPage: z.boolean(),
    startCursor: z.string().nullable(),
    endCursor: z.string().nullable(),
  }),
});
/** The same for the query. */
export const FIELDS = `__typename id aspect verdict evaluator { kind name } generations { key } createdAt`;
export const PAGE = `edges { cursor node { ${FIELDS} } } pageInfo { hasNextPage hasPreviousPage startCursor endCursor }`;
const LIST = `query ($filter: EvaluationFilter, $first: Int, $after: String, $last: Int, $before: String) {
  evaluations(filter: $filter, first: $first, after: $after, last: $last, before: $before) { ${PAGE} }
}`;

/** A page of the list. */
export async function page(variables: Record<string, unknown> = { first: 100 }) {
  return (await run(LIST, z.object({ evaluations: pageShape }), variables)).evaluations;
}
/** The evaluations of a filter. */
export const list = async (filter: Record<string, unknown> = {}) =>
  (await page({ filter, first: 100 })).edges.map(({ node }) => node);
