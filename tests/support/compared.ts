import { encodePng } from '@/lib/jobs/png';
import { registerModels } from '@/lib/models/register';
import { blobs } from '@/lib/store/blobs';
import { closeDatabase, prisma } from '@/lib/store/database';
import type { Generation } from '@/lib/store/generated/client';
import { migrate } from '@/lib/store/migrate';
import { judgedComparison, row } from './judged';
import { usualModels } from './painting';

/** Its prompt. */
export const COMPARED =
  'Three fluffy white kittens playing with a ball of yarn on a bright green carpet';
const SIDE = 64;

/** A picture whose right part, from a column on, is white; all else is black. */
async function half(from: number): Promise<string> {
  const rgb = new Uint8Array(SIDE * SIDE * 3).map((_, i) =>
    Math.floor(i / 3) % SIDE >= from ? 255 : 0,
  );
  return blobs().put(await encodePng({ rgb, width: SIDE, height: SIDE }));
}

/** Twelve published answers of one voter about what two models painted of the prompt: nine for the second. */
async function vote(leftId: string, rightId: string, promptId: string): Promise<void> {
  const { id: voterId } = await prisma().voter.create({ data: { provenAt: new Date() } });
  const { id: comparisonId } = await prisma().comparison.create({
    data: { promptId, arena: 'LEFT', leftAt: new Date() },
  });
  for (let turn = 0; turn < 12; turn += 1) {
    const outcome = turn < 9 ? 'RIGHT' : 'LEFT';
    const questions = ['ALIGNMENT', 'OVERALL'] as const;
    await prisma().matchup.create({
      data: {
        voterId,
        promptId,
        comparisonId,
        leftId,
        rightId,
        leftToken: `left-${turn}`,
        rightToken: `right-${turn}`,
        state: 'DECIDED',
        publishedAt: new Date(),
        votes: {
          create: questions.map((question) => ({
            question,
            outcome,
            idempotencyKey: `${question} ${turn}`,
          })),
        },
      },
    });
  }
}

/** The same noise with a longer prompt, of one picture. */
async function paintLonger(short: Generation | undefined): Promise<void> {
  if (!short) throw new Error('There is no picture.');
  const { promptId, modelId, imageSha256, seed, steps, guidanceScale, scheduler } = short;
  const enrichment = await prisma().enrichment.create({
    data: { promptId, text: 'Three kittens, all white and fluffy', status: 'SUCCEEDED' },
  });
  await prisma().comparison.create({
    data: {
      promptId,
      enrichmentId: enrichment.id,
      generations: {
        create: {
          promptId,
          modelId,
          imageSha256,
          seed,
          steps,
          guidanceScale,
          scheduler,
          enrichmentId: enrichment.id,
          width: SIDE,
          height: SIDE,
          status: 'SUCCEEDED',
        },
      },
    },
  });
}

/**
 * Fills a new database with one comparison by all models, on which people have voted and of which there is a longer prompt,
 * too. Tells its key, and that of ELLA's picture.
 */
export async function fillCompared(
  databaseUrl: string,
  folder: string,
): Promise<{ readonly key: string; readonly picture: string }> {
  process.env['DATABASE_URL'] = databaseUrl;
  process.env['DATA_DIR'] = folder;
  await migrate(databaseUrl);
  await registerModels('models');
  const models = await usualModels();
  const seen = models.map(({ method }) => row('kitten', 'yellow', method === 'ELLA' ? 3 : 2));
  const { key } = await judgedComparison(COMPARED, seen);
  const generations = await prisma().generation.findMany({
    where: { comparisonId: key },
    include: { model: true },
  });
  const by = (name: string) => generations.find(({ model }) => model.name === name)?.id ?? '';
  const paint = async (id: string, from: number) =>
    prisma().generation.update({ where: { id }, data: { imageSha256: await half(from) } });
  await paint(by('vanilla'), SIDE);
  await paint(by('ella'), SIDE / 2);
  const picture = by('ella');
  await paintLonger(generations[0]);
  await vote(by('vanilla'), picture, generations[0]?.promptId ?? '');
  await closeDatabase();
  return { key, picture };
}
