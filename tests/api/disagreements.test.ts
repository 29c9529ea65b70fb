// In which order `comparisons` and `prompts` come, and where two models disagree most.
import { encodeGlobalID } from '@pothos/plugin-relay';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import { at } from '@/lib/at';
import { closeVoters } from '@/lib/arena/voters';
import { registerModels } from '@/lib/models/register';
import { moderate } from '@/lib/moderation/moderate';
import { prisma } from '@/lib/store/database';
import { startDatabase } from '../support/database';
import { run } from '../support/execute';
import { judgedComparison, row } from '../support/judged';

let stop: () => Promise<void>;
let models: string[];
/** By their prompts: how far the first two models lie apart, in twelfths, is in the name. */
const made: Record<string, { key: string; keys: string[] }> = {};

const scoreOf = (generationId: string, score: number) =>
  prisma().automaticScore.updateMany({ where: { generationId }, data: { score } });

beforeAll(async () => {
  stop = await startDatabase();
  await registerModels('models');
  const rows = await prisma().model.findMany({ orderBy: { id: 'asc' }, take: 3 });
  models = rows.map(({ id }) => encodeGlobalID('Model', id));
  for (const [prompt, scores] of Object.entries({
    'half red balloons': [0.5, 1, 0],
    'wholly red balloons': [1, 0, 1],
    'hardly red balloons': [0.25, 0.5, 0.5],
    'equally red balloons': [0.5, 0.5, 0],
  })) {
    const own = await judgedComparison(
      prompt,
      scores.map(() => row('balloon', 'red', 2)),
    );
    for (const [index, id] of own.keys.entries()) await scoreOf(id, at(scores, index));
    made[at(prompt.split(' '), 0)] = own;
  }
});
afterAll(async () => {
  closeVoters();
  await stop();
});

const page = <T>(node: z.ZodType<T>) =>
  z.object({
    totalCount: z.number(),
    edges: z.array(z.object({ cursor: z.string(), node })),
    pageInfo: z.object({ hasNextPage: z.boolean() }),
  });
const shape = z.object({
  comparisons: page(z.object({ prompt: z.object({ text: z.string() }) })),
  prompts: page(z.object({ text: z.string() })),
});

/** The first words of the prompts of both lists, which say the same; `given` is said to each. */
async function listed(given: string): Promise<string[]> {
  const rest = 'totalCount pageInfo { hasNextPage }';
  const { comparisons, prompts } = await run(
    `query { comparisons(${given}) { ${rest} edges { cursor node { prompt { text } } } }
      prompts(${given}) { ${rest} edges { cursor node { text } } } }`,
    shape,
  );
  const [ofComparisons, ofPrompts] = [
    comparisons.edges.map(({ node }) => at(node.prompt.text.split(' '), 0)),
    prompts.edges.map(({ node }) => at(node.text.split(' '), 0)),
  ];
  expect(ofPrompts).toEqual(ofComparisons);
  expect([comparisons.totalCount, prompts.totalCount]).toEqual([
    ofComparisons.length,
    ofComparisons.length,
  ]);
  return ofComparisons;
}

const between = (first: number, second: number) =>
  `models: ${JSON.stringify([at(models, first), at(models, second)])}`;
const DISAGREEMENT = 'orderBy: { field: DISAGREEMENT }';

test('where two models disagree most comes first, whichever is named first; where they agree is left out', async () => {
  expect(await listed(`${DISAGREEMENT} ${between(0, 1)}`)).toEqual(['wholly', 'half', 'hardly']);
  expect(await listed(`${DISAGREEMENT} ${between(1, 0)}`)).toEqual(['wholly', 'half', 'hardly']);
  expect(await listed(`${DISAGREEMENT} ${between(1, 2)}`)).toEqual(['wholly', 'half', 'equally']);
  expect(await listed(`orderBy: { field: DISAGREEMENT, direction: ASC } ${between(0, 1)}`)).toEqual(
    ['hardly', 'half', 'wholly'],
  );
  expect(await listed(`filter: { text: "half" } ${DISAGREEMENT} ${between(0, 1)}`)).toEqual([
    'half',
  ]);
  expect(await listed(`filter: { category: COLOR } ${DISAGREEMENT} ${between(0, 1)}`)).toEqual([]);
});

test('pages go on where the last one ended', async () => {
  const ask = (first: number, after: string) =>
    run(
      `query ($after: String) { prompts(first: ${first}, after: $after, ${DISAGREEMENT}, ${between(0, 1)}) {
        totalCount pageInfo { hasNextPage } edges { cursor node { text } } } }`,
      shape.pick({ prompts: true }),
      { after: after || undefined },
    );
  const seen: string[] = [];
  for (let after = '', more = true; more;) {
    const { prompts } = await ask(1, after);
    seen.push(at(at(prompts.edges, 0).node.text.split(' '), 0));
    after = at(prompts.edges, 0).cursor;
    more = prompts.pageInfo.hasNextPage;
  }
  expect(seen).toEqual(['wholly', 'half', 'hardly']);
});

test('the models are to be two', async () => {
  for (const said of ['', between(0, 0), `models: ["nonsense"]`]) {
    const asked = run(`{ prompts(${DISAGREEMENT} ${said}) { totalCount } }`, z.unknown());
    await expect(asked).rejects.toThrow('which two models');
  }
});

test('what is hidden, blind or of other noise disagrees with nothing', async () => {
  const { key = '', keys = [] } = made['wholly'] ?? {};
  const id = at(keys, 0);
  const rest = ['half', 'hardly'];
  const ask = () => listed(`filter: {} ${DISAGREEMENT} ${between(0, 1)}`);
  const picture = { subject: 'PICTURE', id } as const;
  await moderate(picture, 'HIDDEN', 'a test', 'token');
  expect(await ask()).toEqual(rest);
  await moderate(picture, 'VISIBLE', 'a test', 'token');
  expect(await ask()).toEqual(['wholly', ...rest]);
  await prisma().comparison.update({ where: { id: key }, data: { arena: 'OPEN' } });
  await prisma().generation.updateMany({ where: { comparisonId: key }, data: { blind: true } });
  expect(await ask()).toEqual(rest);
  await prisma().comparison.update({ where: { id: key }, data: { arena: 'LEFT' } });
  await prisma().generation.updateMany({ where: { comparisonId: key }, data: { blind: false } });
  expect(await ask()).toEqual(['wholly', ...rest]);
  await prisma().automaticScore.deleteMany({ where: { generationId: id } });
  expect(await ask()).toEqual(rest);
  expect(await prisma().disagreement.count({ where: { firstId: id } })).toBe(0);
});

test('most votes first, of equal ones the newest', async () => {
  for (const [name, voteCount] of [
    ['half', 3],
    ['equally', 9],
  ] as const) {
    const where = { id: made[name]?.key ?? '' };
    const { promptId } = await prisma().comparison.update({ where, data: { voteCount } });
    await prisma().prompt.update({ where: { id: promptId }, data: { voteCount } });
  }
  const order = ['equally', 'half', 'hardly', 'wholly'];
  expect(await listed('filter: {} orderBy: { field: VOTES }')).toEqual(order);
  expect(await listed('filter: {} orderBy: { field: VOTES, direction: ASC }')).toEqual(
    order.toReversed(),
  );
  expect(await listed('filter: {} orderBy: { field: CREATED }')).toEqual([
    'equally',
    'hardly',
    'wholly',
    'half',
  ]);
  const only = await run(
    '{ comparisons(filter: { judged: false }) { totalCount } all: comparisons(filter: {}) { totalCount } old: comparisons(judged: true) { totalCount } }',
    z.unknown(),
  );
  expect(only).toEqual({
    comparisons: { totalCount: 3 },
    all: { totalCount: 4 },
    old: { totalCount: 1 },
  });
});
