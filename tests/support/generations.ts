import { z } from 'zod';
import { run } from './execute';

const votes = z.array(
  z.object({
    question: z.string(),
    wins: z.number(),
    losses: z.number(),
    ties: z.number(),
    bothBad: z.number(),
    winRate: z.object({ low: z.number() }).nullable(),
  }),
);

const listSchema = z.object({
  totalCount: z.number(),
  totalIsEstimate: z.boolean(),
  pageInfo: z.object({ hasNextPage: z.boolean(), hasPreviousPage: z.boolean() }),
  edges: z.array(
    z.object({
      cursor: z.string(),
      node: z.object({ key: z.string(), scores: z.array(z.object({ score: z.number() })), votes }),
    }),
  ),
});

export type PictureList = z.infer<typeof listSchema>;

const LIST = `query ($filter: GenerationFilter, $orderBy: GenerationOrder!, $first: Int, $after: String, $last: Int, $before: String) {
  generations(filter: $filter, orderBy: $orderBy, first: $first, after: $after, last: $last, before: $before) {
    totalCount totalIsEstimate
    pageInfo { hasNextPage hasPreviousPage }
    edges { cursor node { key scores { score } votes { question wins losses ties bothBad winRate { low } } } }
  }
}`;

/** A page of `generations`. */
export async function pictures(
  variables: Readonly<Record<string, unknown>> = {},
): Promise<PictureList> {
  const shape = z.object({ generations: listSchema });
  const asked = { orderBy: { field: 'CREATED' }, first: 100, ...variables };
  return (await run(LIST, shape, asked)).generations;
}

/** The keys of the pictures of a page. */
export const keysOf = ({ edges }: PictureList) => edges.map(({ node }) => node.key);

/** The keys of the pictures for which a filter holds, the newest first. */
export const filtered = async (filter: Readonly<Record<string, unknown>>) =>
  keysOf(await pictures({ filter }));
