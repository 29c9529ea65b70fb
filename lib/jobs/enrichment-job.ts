import { z } from 'zod';
import { enrich } from '@/lib/enrichment/enrich';
import { LanguageModelError } from '@/lib/enrichment/language-model';
import { TEMPLATES, type Template } from '@/lib/enrichment/templates';
import { prisma } from '@/lib/store/database';
import type { Sessions } from '@/lib/onnx/session-pool';
import { isFinal, isLeaseLost, LeaseLost, type WorkerContext } from './context';

/** The text so far is written at most so often. */
const PROGRESS_EVERY_MS = 100;

/** Takes the Enrichment for this worker; undefined when it is no longer (or already) somebody's. */
async function claim(id: string, workerId: string) {
  const { count } = await prisma().enrichment.updateMany({
    where: { id, status: 'QUEUED' },
    data: { status: 'RUNNING', workerId, startedAt: new Date(), attempts: { increment: 1 } },
  });
  if (count === 0) return undefined;
  return prisma().enrichment.findUniqueOrThrow({ where: { id }, include: { prompt: true } });
}

function templateOf(name: string | null, version: number | null): Template {
  const found = Object.values(TEMPLATES).find((template) => template.name === name);
  if (found?.version === version) return found;
  throw new LanguageModelError(
    `There is no version ${version ?? '?'} of the template ${name ?? '?'}; ask for it again.`,
  );
}

async function write(
  enrichment: NonNullable<Awaited<ReturnType<typeof claim>>>,
  context: WorkerContext,
  sessions: Sessions,
  signal: AbortSignal,
) {
  const { id, seed, prompt, templateName, templateVersion } = enrichment;
  const template = templateOf(templateName, templateVersion);
  const model = await context.languageModels.writer(sessions);
  let writtenAt = 0;
  const onText = async (text: string) => {
    if (Date.now() - writtenAt < PROGRESS_EVERY_MS) return;
    writtenAt = Date.now();
    const { count } = await prisma().enrichment.updateMany({
      where: { id, workerId: context.workerId, status: 'RUNNING' },
      data: { text: text.trim(), llm: model.name },
    });
    if (count === 0) throw new LeaseLost();
  };
  const { text, facts, mended, drafts } = await enrich(model, template, prompt.text, seed, {
    onText,
    signal,
  });
  const rows = z.array(z.json());
  return { text, drafts, llm: model.name, facts: rows.parse(facts), mended: rows.parse(mended) };
}

/**
 * Writes one queued Enrichment, from claim to outcome. An abort of `signal` hands it back. What
 * repeating cannot help becomes FAILED; anything else is thrown, for the worker's successor.
 */
export async function runEnrichment(
  id: string,
  context: WorkerContext,
  signal: AbortSignal,
): Promise<void> {
  const enrichment = await claim(id, context.workerId);
  if (!enrichment) return;
  const mine = { id, workerId: context.workerId, status: 'RUNNING' } as const;
  try {
    const written = await context.sessions.hold((sessions) =>
      write(enrichment, context, sessions, signal),
    );
    await prisma().enrichment.update({
      where: mine,
      data: { ...written, status: 'SUCCEEDED', finishedAt: new Date() },
    });
  } catch (error) {
    if (error instanceof LeaseLost || isLeaseLost(error)) return;
    if (signal.aborted) {
      await prisma().enrichment.updateMany({
        where: mine,
        data: { status: 'QUEUED', workerId: null, text: '', attempts: { decrement: 1 } },
      });
    } else if (isFinal(error)) {
      await prisma().enrichment.updateMany({
        where: mine,
        data: { status: 'FAILED', error: error.message, finishedAt: new Date() },
      });
    } else {
      throw error;
    }
  }
}
