import { keptFacts } from '@/lib/enrichment/kept-facts';
import { TEMPLATES } from '@/lib/enrichment/templates';
import { limit } from '@/lib/limits';
import { firstLook } from '@/lib/moderation/first-look';
import { tellCurators } from '@/lib/moderation/reports';
import { InvalidInput } from '@/lib/problems';
import { prisma } from '@/lib/store/database';
import { wakeWorkers } from '@/lib/store/wake';
import { parseEnrichInput } from './enrich-input';
import type { Asker } from './ownership';
import { storeVisitorsPrompt } from './prompts';
import { refuseWhenFull } from './queue-limit';

interface OwnText {
  readonly promptId: string;
  readonly askedById: string | null;
  readonly text: string;
}

/** Stores a visitor's own longer version of `short`. Returns its id. Throws InvalidInput for what is hidden. */
async function storeOwn(own: OwnText, short: string): Promise<string> {
  const facts = keptFacts(short, own.text).map((fact) => ({ ...fact }));
  const { visibility, reasons } = await firstLook(own.text);
  const end = { status: 'SUCCEEDED', finishedAt: new Date() } as const;
  const id = await prisma().$transaction(async (tx) => {
    const made = await tx.enrichment.create({ data: { ...own, facts, visibility, ...end } });
    await tellCurators(tx, 'ENRICHMENT', made.id, reasons);
    return made.id;
  });
  if (visibility !== 'HIDDEN') return id;
  throw new InvalidInput(
    'text',
    'This longer prompt is hidden unless a curator lets it through, so it is not painted here.',
  );
}

/**
 * Asks for a longer version of a prompt; one's own text is finished at once. Returns the Enrichment's id. Throws
 * InvalidInput, QueueFull or TooFast.
 */
export async function requestEnrichment(input: unknown, asker: Asker): Promise<string> {
  const { prompt: short, category, text, seed } = parseEnrichInput(input);
  if (text === undefined) await refuseWhenFull('text');
  const askedById = await asker.id();
  if (asker.network !== undefined) {
    await limit('text', { voter: askedById ?? undefined, network: asker.network });
  }
  const { id: promptId } = await storeVisitorsPrompt(short, category, askedById);
  if (text !== undefined) {
    return storeOwn({ promptId, askedById, text }, short);
  }
  const { name: templateName, version: templateVersion } = TEMPLATES.detailed;
  const { id } = await prisma().enrichment.create({
    data: { promptId, askedById, seed, templateName, templateVersion },
    select: { id: true },
  });
  await wakeWorkers();
  return id;
}
