import { afterAll, beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import { closeVoters } from '@/lib/arena/voters';
import { registerModels } from '@/lib/models/register';
import { prisma } from '@/lib/store/database';
import { fillArena, Visitor } from '../support/arena';
import { startDatabase } from '../support/database';
import { exportedLines } from '../support/exports';
import { HttpClient } from '../support/http';
import { sentBy, statementsOf } from '../support/statements';
import { usualModels } from '../support/painting';

let stop: () => Promise<void>;
beforeAll(async () => {
  stop = await startDatabase();
  await registerModels('models');
});
afterAll(async () => {
  closeVoters();
  await stop();
});

/** So many models of the first base, active: copies of those that are there. A worker has them all. */
async function haveModels(count: number): Promise<void> {
  const models = await usualModels();
  const copies = Array.from({ length: Math.max(0, count - models.length) }, (_, i) => ({
    baseId: models[0]?.baseId ?? '',
    name: `copy-${i}`,
    method: 'VANILLA' as const,
    weightsSha256: String(i).padStart(64, '0'),
  }));
  await prisma().model.createMany({ data: copies });
  const all = await prisma().model.findMany({ select: { id: true } });
  await prisma().workerHeartbeat.create({
    data: {
      id: 'somebody',
      pid: 1,
      host: 'elsewhere',
      device: 'cpu',
      runtime: {},
      writes: true,
      models: { connect: all },
    },
  });
}

const PROGRESS = `subscription ($id: ID!) {
  comparisonProgress(id: $id) {
    id key viewerCanCancel
    generations {
      key seed status waitsForModel error currentStep steps queuePosition previewUrl imageUrl unknownWords
      model { name method }
      scores { right facts { kind verdict } }
    }
  }
}`;

test('comparing six models from four seeds', async () => {
  await haveModels(6);
  const somebody = new HttpClient();
  const ask = () =>
    somebody.ask(
      `mutation { compare(input: { prompt: "a dog", seeds: ["1", "2", "3", "9223372036854775807"] }) {
        ... on Comparison { id generations { id } } } }`,
      z.object({
        data: z.object({
          compare: z.object({ id: z.string(), generations: z.array(z.object({ id: z.string() })) }),
        }),
      }),
    );
  await ask();
  const [{ data }, statements] = await statementsOf(ask);
  expect(data.compare.generations).toHaveLength(24);
  expect(statements.length, statements.join('\n')).toBeLessThanOrEqual(8);

  const [, events] = await statementsOf(() =>
    somebody.firstEvent(PROGRESS, z.unknown(), { id: data.compare.id }),
  );
  // One look that finds the change, and one statement for all that is asked of it.
  expect(events, events.join('\n')).toHaveLength(2);
  await prisma().generation.updateMany({ data: { status: 'CANCELLED' } });
});

test('a draw and a vote', async () => {
  await fillArena(4);
  const visitor = new Visitor();
  await visitor.decideSet('LEFT');
  const draws: number[] = [];
  for (let turn = 0; turn < 6; turn += 1) {
    const [{ key }, draw] = await statementsOf(() => visitor.draw());
    draws.push(draw.length);
    await visitor.vote(key, 'ALIGNMENT', 'LEFT');
    const [decided, vote] = await statementsOf(() => visitor.vote(key, 'OVERALL', 'LEFT'));
    // With the last pair of a set all of it is published, and only then its two pictures are looked up.
    const most = decided.reveal ? 19 : 6;
    expect(vote.length, vote.join('\n')).toBeLessThanOrEqual(most);
  }
  // What may be voted on is read again every five seconds, which may be now; the last one is the visitor's own.
  expect(Math.min(...draws)).toBeLessThanOrEqual(6 + 1);
});

/** Of what is stored with a base: megabytes, for each picture of a list anew. */
const MEGABYTES = ['figures', 'comparison', 'evaluation', 'pairs', 'knownWords', 'tokenizer'];

const READERS: readonly (readonly [string, () => Promise<unknown>])[] = [
  [
    'a list',
    () => new HttpClient().ask('{ models { base { name } } }', z.object({ data: z.object({}) })),
  ],
  [
    'who asks for pictures',
    () =>
      new HttpClient().ask(
        'mutation { compare(input: { prompt: "two dogs", seeds: ["1"] }) { __typename } }',
        z.object({ data: z.object({}) }),
      ),
  ],
  ...['generations', 'differences', 'models'].map(
    (name) => [`the export of ${name}`, () => exportedLines(name)] as const,
  ),
];
test.each(READERS)('%s reads nothing of a base but what is asked for', async (_, ask) => {
  const { statements } = await sentBy<unknown>(ask);
  const text = statements.map((statement) => statement.text).join('\n');
  expect(text).toMatch(/"Base"."name"|"Model"/);
  for (const column of MEGABYTES) expect(text).not.toContain(`"${column}"`);
});
