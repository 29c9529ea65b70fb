// Which pictures `generations` gives, in which order, and what that costs.
import { encodeGlobalID } from '@pothos/plugin-relay';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { at } from '@/lib/at';
import { closeVoters } from '@/lib/arena/voters';
import { registerModels } from '@/lib/models/register';
import { moderate } from '@/lib/moderation/moderate';
import { prisma } from '@/lib/store/database';
import { startDatabase } from '../support/database';
import { run } from '../support/execute';
import { filtered, keysOf, pictures } from '../support/generations';
import { judgedComparison, row } from '../support/judged';
import { sentBy } from '../support/statements';

const ORDERS = ['CREATED', 'SCORE', 'VOTES', 'WIN_RATE'];

let stop: () => Promise<void>;
/** Of each prompt, by the models in the order of their ids; the first of each is right, the others are not. */
let balloons: string[];
let three: string[];

beforeAll(async () => {
  stop = await startDatabase();
  await registerModels('models');
  const two = row('balloon', 'red', 2);
  balloons = (
    await judgedComparison('two red balloons', [
      two,
      row('balloon', 'red', 3),
      row('balloon', 'red', 3),
    ])
  ).keys;
  three = (
    await judgedComparison('three balloons', [row('balloon', 'red', 3), row('balloon', 'red', 1)])
  ).keys;
  for (const [index, id] of [...balloons, ...three].entries()) {
    // As a worker would have counted them: two have as many as each other.
    const data = {
      voteCount: at([4, 0, 2, 2, 9], index),
      winRateLow: at([0.5, null, 0.1, 0.1, 0.2], index),
    };
    await prisma().generation.update({ where: { id }, data });
  }
});
afterAll(async () => {
  closeVoters();
  await stop();
});

const newestFirst = (...keys: readonly string[]) => keys.toSorted().toReversed();

test('each condition chooses, and all that are given hold', async () => {
  const all = newestFirst(...balloons, ...three);
  expect(await filtered({})).toEqual(all);
  expect(await filtered({ category: 'COUNTING' })).toEqual(all);
  expect(await filtered({ category: 'COLOR' })).toEqual([]);
  expect(await filtered({ text: 'RED balloons' })).toEqual(newestFirst(...balloons));
  expect(await filtered({ text: '%' })).toEqual([]);
  expect(await filtered({ score: { gte: 1 } })).toEqual([at(three, 0), at(balloons, 0)]);
  expect(await filtered({ score: { lt: 1 }, text: 'three' })).toEqual([at(three, 1)]);
  const count = { kind: 'COUNT', right: false };
  expect(await filtered({ facts: [count] })).toEqual(
    newestFirst(...balloons.slice(1), at(three, 1)),
  );
  expect(await filtered({ facts: [count, { kind: 'COLOUR', right: true }] })).toEqual(
    newestFirst(...balloons.slice(1)),
  );
  expect(await filtered({ facts: [{ kind: 'COUNT', asked: '3 × balloon' }] })).toEqual(
    newestFirst(...three),
  );
  const { model } = await prisma().generation.findUniqueOrThrow({
    where: { id: at(balloons, 1) },
    include: { model: { include: { base: true } } },
  });
  const own = { base: model.base.name, method: model.method };
  expect(await filtered(own)).toContain(at(balloons, 1));
  expect(await filtered({ ...own, base: 'another' })).toEqual([]);
  expect(await filtered({ model: encodeGlobalID('Model', model.id) })).toEqual(
    newestFirst(at(balloons, 1), at(three, 1)),
  );
  expect(await filtered({ model: 'nonsense' })).toEqual([]);
  expect(await filtered({ method: 'UNKNOWN' })).toEqual([]);
  expect(await filtered({ seed: '1' })).toEqual(all);
  expect(await filtered({ seed: '99999999999999999999' })).toEqual([]);
  expect(await filtered({ status: 'FAILED' })).toEqual([]);
  expect(await filtered({ form: 'ENRICHED' })).toEqual([]);
  const { createdAt } = await prisma().generation.findUniqueOrThrow({
    where: { id: at(three, 0) },
  });
  const since = { gte: createdAt.toISOString() };
  expect(await filtered({ createdAt: since, form: 'SIMPLE' })).toEqual(newestFirst(...three));
  expect(await filtered({ createdAt: { lt: since.gte } })).toEqual(newestFirst(...balloons));
  await expect(filtered({ createdAt: { lt: 'yesterday' } })).rejects.toThrow('ISO 8601');
});

test('the highest come first or last, and equal ones by their age', async () => {
  const [a = '', b = '', c = '', d = '', e = ''] = [...balloons, ...three];
  const sorted = async (field: string, direction = 'DESC') =>
    keysOf(await pictures({ orderBy: { field, direction } }));
  expect(await sorted('CREATED')).toEqual([e, d, c, b, a]);
  expect(await sorted('VOTES')).toEqual([e, a, d, c, b]);
  // What nobody has decided about has no place among what was won.
  expect(await sorted('WIN_RATE')).toEqual([a, e, d, c]);
  expect((await sorted('SCORE')).slice(0, 2)).toEqual([d, a]);
  for (const field of ORDERS) {
    expect(await sorted(field, 'ASC')).toEqual((await sorted(field)).toReversed());
  }
});

describe.each(ORDERS)('in the order %s', (field) => {
  test.each(['ASC', 'DESC'])(
    'pages that go %s fit together, forwards and backwards',
    async (direction) => {
      const orderBy = { field, direction };
      const whole = await pictures({ orderBy });
      expect(whole.totalCount).toBe(whole.edges.length);
      expect(whole.totalIsEstimate).toBe(false);
      const forwards: string[] = [];
      for (let after: string | undefined, more = true; more;) {
        const page = await pictures({ orderBy, first: 2, after });
        expect(page.totalCount).toBe(whole.totalCount);
        forwards.push(...keysOf(page));
        after = page.edges.at(-1)?.cursor;
        more = page.pageInfo.hasNextPage;
      }
      expect(forwards).toEqual(keysOf(whole));
      const before = at(whole.edges, 3).cursor;
      const page = await pictures({ orderBy, last: 2, before, first: undefined });
      expect(keysOf(page)).toEqual(keysOf(whole).slice(1, 3));
      expect(page.pageInfo.hasPreviousPage).toBe(true);
    },
  );
});

test('a page goes on where the last one ended, whatever became of its pictures', async () => {
  const orderBy = { field: 'VOTES', direction: 'DESC' };
  const first = await pictures({ orderBy, first: 2 });
  const rest = keysOf(await pictures({ orderBy, after: at(first.edges, 1).cursor }));
  const id = at(keysOf(first), 1);
  const { voteCount } = await prisma().generation.findUniqueOrThrow({ where: { id } });
  await prisma().generation.update({ where: { id }, data: { voteCount: 0 } });
  const after = at(first.edges, 1).cursor;
  expect(keysOf(await pictures({ orderBy, after })).filter((key) => key !== id)).toEqual(rest);
  await prisma().generation.update({ where: { id }, data: { voteCount } });
  await expect(pictures({ orderBy: { field: 'SCORE' }, after })).rejects.toThrow('another order');
  await expect(pictures({ after })).rejects.toThrow('another order');
});

test('what a curator hides is in no list and no number', async () => {
  const id = at(balloons, 0);
  const picture = { subject: 'PICTURE', id } as const;
  await moderate(picture, 'HIDDEN', 'a test', 'token');
  for (const field of ORDERS) {
    const list = await pictures({ orderBy: { field } });
    expect(keysOf(list)).not.toContain(id);
    expect(list.totalCount).toBe(list.edges.length);
  }
  await moderate(picture, 'VISIBLE', 'a test', 'token');
});

test('the newest score counts, and none once all are gone', async () => {
  const id = at(three, 0);
  const score = async () => (await prisma().generation.findUniqueOrThrow({ where: { id } })).score;
  const own = await prisma().automaticScore.findFirstOrThrow({ where: { generationId: id } });
  expect(await score()).toBe(own.score);
  await prisma().automaticScore.update({ where: { id: own.id }, data: { score: 0.25 } });
  expect(await score()).toBe(0.25);
  await prisma().automaticScore.delete({ where: { id: own.id } });
  expect(await score()).toBeNull();
  await prisma().automaticScore.create({ data: { ...own, facts: own.facts ?? [] } });
});

const nested = (
  first: number,
) => `{ prompts { edges { node { generations(first: ${first}, orderBy: { field: VOTES }) {
  totalCount
  edges { node { key prompt { text } enrichment { text } model { name weightsSha256 base { name } }
    scores { score } votes { question wins } } }
} } } } }`;
const nestedShape = z.object({
  prompts: z.object({
    edges: z.array(
      z.object({
        node: z.object({
          generations: z.object({
            totalCount: z.number(),
            edges: z.array(z.object({ node: z.object({ key: z.string() }) })),
          }),
        }),
      }),
    ),
  }),
});

test('lists within a list are read together, and of each no more than is asked for', async () => {
  const ask = () => run(nested(1), nestedShape);
  const { result, statements, rows } = await sentBy(ask);
  const lists = result.prompts.edges.map(({ node }) => node.generations);
  expect(lists.map(({ totalCount }) => totalCount)).toEqual([balloons.length, three.length]);
  expect(lists.map(({ edges }) => edges.map(({ node }) => node.key))).toEqual([
    [at(balloons, 0)],
    [at(three, 1)],
  ]);
  // Which prompts, those themselves, the places in their lists, the pictures with all of theirs, and the totals.
  expect(statements.length, statements.map(({ text }) => text).join('\n')).toBe(5);
  // A third prompt with five pictures costs its place and itself, two places in its list (whether more follow), a picture and a total.
  const cup = row('cup', 'blue', 2);
  await judgedComparison('two blue cups', [cup, cup, cup, cup, cup]);
  const after = await sentBy(ask);
  expect(after.statements).toHaveLength(statements.length);
  expect(after.rows - rows).toBeLessThanOrEqual(7);
});

test('one list takes as many statements as a long one', async () => {
  const ask = (first: number) =>
    run(
      `{ generations(first: ${first}, filter: { method: VANILLA }) { totalCount edges { node {
        key prompt { text } enrichment { text } model { name } votes { wins } } } } }`,
      z.unknown(),
    );
  const short = await sentBy(() => ask(1));
  const long = await sentBy(() => ask(100));
  // The models, the places, the pictures; and for the total the models, the plan and the count.
  expect(short.statements.length).toBeLessThanOrEqual(6);
  expect(long.statements).toHaveLength(short.statements.length);
});
