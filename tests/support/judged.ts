import { readFile } from 'node:fs/promises';
import { randomBytes } from 'node:crypto';
import { at } from '@/lib/at';
import { unknownWords } from '@/lib/diffusion/tokenizers/known-words';
import { promptFacts } from '@/lib/evaluation/facts';
import { judge, scoreOf, type Detections } from '@/lib/evaluation/judge';
import { encodePng } from '@/lib/jobs/png';
import { labelsSchema } from '@/lib/models/scorer';
import { blobs } from '@/lib/store/blobs';
import { prisma } from '@/lib/store/database';
import { storePrompt } from '@/lib/studio/prompts';

const LABELS = 'models/sarovar-64-scorer/labels.json';

/** A finished comparison of `prompt` by the first models that are registered, as the scorer judges what it sees in each. */
export async function judgedComparison(prompt: string, seen: readonly Detections[]) {
  const labels = labelsSchema.parse(JSON.parse(await readFile(LABELS, 'utf8')));
  const { id: scorerId, base } = await prisma().scorer.findFirstOrThrow({
    include: { base: true },
  });
  const models = await prisma().model.findMany({ orderBy: { id: 'asc' }, take: seen.length });
  const { id: promptId } = await storePrompt({
    text: prompt,
    category: 'COUNTING',
    licence: 'CC0-1.0',
  });
  const { id: comparisonId } = await prisma().comparison.create({ data: { promptId } });
  const keys = [];
  for (const [index, detections] of seen.entries()) {
    const facts = judge(promptFacts(prompt, labels.words), detections, labels);
    const rgb = new Uint8Array(randomBytes(64 * 64 * 3));
    const { id } = await prisma().generation.create({
      data: {
        promptId,
        comparisonId,
        modelId: at(models, index).id,
        seed: 1n,
        steps: 1,
        guidanceScale: 4,
        scheduler: 'ddim',
        width: 64,
        height: 64,
        status: 'SUCCEEDED',
        imageSha256: await blobs().put(await encodePng({ rgb, width: 64, height: 64 })),
        finishedAt: new Date(),
        unknownWords: unknownWords(prompt, new Set(base.knownWords)),
        scores: {
          create: { scorerId, score: scoreOf(facts) ?? 0, facts: facts.map((own) => ({ ...own })) },
        },
      },
    });
    keys.push(id);
  }
  return { key: comparisonId, keys };
}

/** So many of a thing, of a colour, in a row on a white background. */
export function row(label: string, colour: string, count: number): Detections {
  const found = Array.from({ length: count }, (_, i) => ({
    label,
    colour,
    person: 'man',
    x: (i + 1) / (count + 1),
    y: 0.5,
  }));
  return { found, background: 'white' };
}
