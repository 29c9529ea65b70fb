import { request, subscribe } from '@/app/components/graphql-client';
import {
  CancelEnrichmentDocument,
  EnrichDocument,
  EnrichingDocument,
  type EnrichInput,
  type LongerPromptFragment,
} from './studio.documents';

async function ask(input: EnrichInput): Promise<LongerPromptFragment> {
  const { enrich } = await request(EnrichDocument, { input });
  if ('message' in enrich) throw new Error(enrich.message);
  return enrich;
}

/** Has a language model write the longer version of `prompt`; yields it as it grows. */
export async function* enriched(prompt: string): AsyncGenerator<LongerPromptFragment> {
  const asked = await ask({ prompt });
  yield asked;
  for await (const { enrichmentProgress } of subscribe(EnrichingDocument, { id: asked.id })) {
    if (enrichmentProgress) yield enrichmentProgress;
  }
}

/** Stores the visitor's own longer version of `prompt`. */
export function enrichedByHand(prompt: string, text: string): Promise<LongerPromptFragment> {
  return ask({ prompt, text });
}

/** Stops a text that is being written. */
export async function cancelEnriching(id: string): Promise<void> {
  await request(CancelEnrichmentDocument, { id });
}
