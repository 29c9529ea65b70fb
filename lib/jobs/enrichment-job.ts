import { z } from 'zod';
import { enrich } from '@/lib/enrichment/enrich';
import { LanguageModelError } from '@/lib/enrichment/language-model';
import { TEMPLATES, type Template } from '@/lib/enrichment/templates';
import { firstLook } from '@/lib/moderation/first-look';
import { tellCurators } from '@/lib/moderation/reports';
import { prisma } from '@/lib/store/database';
import { LeaseLost, ofHeld, type WriterContext } from './context';
import { heldBy } from './life-cycle';

/** The text so far is written at most so often. */
const PROGRESS_EVERY_MS = 100;

const rows = z.array(z.json());

function templateOf(name: string | null, version: number | null): Template {
  const found = Object.values(TEMPLATES).find((template) => template.name === name);
  if (found?.version === version) return found;
  throw new LanguageModelError(
    `There is no version ${version ?? '?'} of the template ${name ?? '?'}; ask for it again.`,
  );
}

/** Writes the Enrichment of that id, and keeps the text so far in its row. */
export async function runEnrichment(
  id: string,
  context: WriterContext,
  signal: AbortSignal,
): Promise<void> {
  const mine = { id, ...heldBy(context.workerId) };
  const { seed, prompt, templateName, templateVersion } = await ofHeld(
    prisma().enrichment.findUniqueOrThrow({ where: mine, include: { prompt: true } }),
  );
  const template = templateOf(templateName, templateVersion);
  await context.sessions.hold(async (sessions) => {
    const model = await context.languageModels.writer(sessions);
    let writtenAt = 0;
    const onText = async (text: string) => {
      if (Date.now() - writtenAt < PROGRESS_EVERY_MS) return;
      writtenAt = Date.now();
      const data = { text: text.trim(), llm: model.name };
      const { count } = await prisma().enrichment.updateMany({ where: mine, data });
      if (count === 0) throw new LeaseLost();
    };
    const report = { onText, signal };
    const written = await enrich(model, template, prompt.text, seed, report).catch(
      (error: unknown) => {
        if (error instanceof LanguageModelError) context.log.warn(error.message);
        throw error;
      },
    );
    const { text, drafts } = written;
    const facts = rows.parse(written.facts);
    const mended = rows.parse(written.mended);
    const end = { status: 'SUCCEEDED', finishedAt: new Date() } as const;
    const { visibility, reasons } = await firstLook(text);
    const seen = visibility === 'VISIBLE' ? {} : { visibility };
    const data = { text, drafts, llm: model.name, facts, mended, ...seen, ...end };
    const stored = prisma().$transaction(async (tx) => {
      await tx.enrichment.update({ where: mine, data });
      await tellCurators(tx, 'ENRICHMENT', id, reasons);
    });
    await ofHeld(stored);
  });
}
