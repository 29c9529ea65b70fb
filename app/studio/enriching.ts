import { z } from 'zod';
import { request, subscribe } from '@/app/components/graphql-client';

const FIELDS = /* GraphQL */ `
  id
  status
  waitsForWriter
  text
  llm
  drafts
  error
  viewerCanCancel
  facts {
    kind
    text
    kept
  }
  mended {
    text
  }
`;
const ENRICH = /* GraphQL */ `
  mutation Enrich($input: EnrichInput!) {
    enrich(input: $input) {
      __typename
      ... on Enrichment {
        ${FIELDS}
      }
      ... on Problem {
        message
      }
    }
  }
`;
const PROGRESS = /* GraphQL */ `
  subscription Enriching($id: ID!) {
    enrichmentProgress(id: $id) {
      ${FIELDS}
    }
  }
`;
const CANCEL = /* GraphQL */ `
  mutation CancelEnrichment($id: ID!) {
    cancelEnrichment(id: $id) {
      __typename
    }
  }
`;

const enrichmentShape = z.object({
  id: z.string(),
  status: z.enum(['QUEUED', 'RUNNING', 'SUCCEEDED', 'FAILED', 'CANCELLED']),
  waitsForWriter: z.boolean(),
  text: z.string(),
  llm: z.string().nullable(),
  drafts: z.number(),
  error: z.string().nullable(),
  viewerCanCancel: z.boolean(),
  facts: z.array(z.object({ kind: z.string(), text: z.string(), kept: z.boolean() })),
  mended: z.array(z.object({ text: z.string() })),
});
const answerShape = z.object({
  enrich: z.union([enrichmentShape, z.object({ message: z.string() })]),
});
const eventShape = z.object({ enrichmentProgress: enrichmentShape.nullable() });

export type Enrichment = z.infer<typeof enrichmentShape>;

async function ask(input: { prompt: string; text?: string }): Promise<Enrichment> {
  const { enrich } = await request(ENRICH, answerShape, { input });
  if ('message' in enrich) throw new Error(enrich.message);
  return enrich;
}

/** Has a language model write the longer version of `prompt`; yields it as it grows. */
export async function* enriched(prompt: string): AsyncGenerator<Enrichment> {
  const asked = await ask({ prompt });
  yield asked;
  for await (const { enrichmentProgress } of subscribe(PROGRESS, eventShape, { id: asked.id })) {
    if (enrichmentProgress) yield enrichmentProgress;
  }
}

/** Stores the visitor's own longer version of `prompt`. */
export function enrichedByHand(prompt: string, text: string): Promise<Enrichment> {
  return ask({ prompt, text });
}

/** Stops a text that is being written. */
export async function cancelEnriching(id: string): Promise<void> {
  await request(CANCEL, z.unknown(), { id });
}
