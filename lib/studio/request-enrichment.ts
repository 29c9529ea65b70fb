import { keptFacts } from '@/lib/enrichment/kept-facts';
import { TEMPLATES } from '@/lib/enrichment/templates';
import { limit } from '@/lib/limits';
import { prisma } from '@/lib/store/database';
import { wakeWorkers } from '@/lib/store/wake';
import { parseEnrichInput } from './enrich-input';
import type { Asker } from './ownership';
import { PROMPT_LICENCE, storePrompt } from './prompts';
import { refuseWhenFull } from './queue-limit';

/**
 * Asks for a longer version of a prompt; one's own text is finished at once. Returns the Enrichment's id. Throws
 * InvalidInput, QueueFull or TooFast.
 */
export async function requestEnrichment(input: unknown, asker: Asker): Promise<string> {
  const { prompt: short, category, text, seed } = parseEnrichInput(input);
  if (text === undefined) await refuseWhenFull('text');
  const prompt = { text: short, category, licence: PROMPT_LICENCE };
  const askedById = await asker.id();
  if (asker.network !== undefined) {
    await limit('text', { voter: askedById ?? undefined, network: asker.network });
  }
  const { id: promptId } = await storePrompt(prompt);
  if (text !== undefined) {
    const facts = keptFacts(short, text).map((fact) => ({ ...fact }));
    const own = { promptId, askedById, text, facts } as const;
    const { id } = await prisma().enrichment.create({
      data: { ...own, status: 'SUCCEEDED', finishedAt: new Date() },
      select: { id: true },
    });
    return id;
  }
  const { name: templateName, version: templateVersion } = TEMPLATES.detailed;
  const { id } = await prisma().enrichment.create({
    data: { promptId, askedById, seed, templateName, templateVersion },
    select: { id: true },
  });
  await wakeWorkers();
  return id;
}
