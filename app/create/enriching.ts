import { request, subscribe } from '@/app/components/graphql-client';
import {
  CancelEnrichmentDocument,
  EnrichDocument,
  EnrichingDocument,
  type EnrichInput,
  type LongerPromptFragment,
} from './create.documents';

/** Has a language model write the longer version of a prompt, or stores the visitor's own. Throws what was refused. */
export async function askForLonger(input: EnrichInput): Promise<LongerPromptFragment> {
  const { enrich } = await request(EnrichDocument, { input });
  if ('message' in enrich) throw new Error(enrich.message);
  return enrich;
}

/** The longer prompt as it grows, until it is finished. */
export async function* writtenOut(id: string): AsyncGenerator<LongerPromptFragment> {
  for await (const { enrichmentProgress } of subscribe(EnrichingDocument, { id })) {
    if (!enrichmentProgress) {
      throw new Error('This longer prompt is hidden unless a curator lets it through.');
    }
    yield enrichmentProgress;
  }
}

/** Stops a text that is being written. */
export async function cancelEnriching(id: string): Promise<void> {
  await request(CancelEnrichmentDocument, { id });
}
