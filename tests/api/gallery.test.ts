import { parseAtomFeed } from 'feedsmith';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { z } from 'zod';
import { GET as feedOf } from '@/app/feed.xml/route';
import { closeVoters } from '@/lib/arena/voters';
import { registerModels } from '@/lib/models/register';
import { prisma } from '@/lib/store/database';
import { gallery, GALLERY_PAGE } from '@/lib/studio/gallery';
import { fillArena } from '../support/arena';
import { startDatabase } from '../support/database';
import { run } from '../support/execute';
import { judgedComparison, row } from '../support/judged';

// A feed has the addresses by which the request knows us.
vi.mock('next/headers', () => ({
  headers: () => Promise.resolve(new Headers({ host: 'localhost' })),
}));

let stop: () => Promise<void>;
beforeAll(async () => {
  stop = await startDatabase();
  await registerModels('models');
});
afterAll(async () => {
  closeVoters();
  await stop();
});

const shape = z.object({
  gallery: z.object({
    total: z.number(),
    page: z.number(),
    pages: z.number(),
    comparisons: z.array(z.object({ key: z.string() })),
  }),
});

const shown = async (given: Record<string, unknown> = {}) => {
  const { gallery: page } = await run(
    `query ($category: Category, $words: String, $order: GalleryOrder = NEWEST,
      $source: GallerySource = VISITORS, $page: Int = 1, $thing: String, $colour: String, $number: Int) {
      gallery(category: $category, words: $words, order: $order, source: $source, page: $page,
        thing: $thing, colour: $colour, number: $number) {
        total page pages comparisons { key } } }`,
    shape,
    given,
  );
  return { ...page, keys: page.comparisons.map(({ key }) => key) };
};

/** A visitor's comparison of two pictures, of which so many have the right number of balloons. */
const balloons = async (prompt: string, right: number) =>
  (
    await judgedComparison(
      prompt,
      [0, 1].map((index) => row('balloon', 'red', index < right ? 2 : 3)),
    )
  ).key;

test('what visitors asked for stands apart from what is curated, and a seed among the latter', async () => {
  const key = await balloons('two red balloons', 2);
  expect((await shown()).keys).toEqual([key]);
  expect((await shown({ source: 'CURATED' })).keys).toEqual([]);
  await prisma().prompt.updateMany({ data: { seeded: true } });
  expect((await shown({ source: 'CURATED' })).keys).toEqual([key]);
  expect((await shown()).keys).toEqual([]);
  await prisma().prompt.updateMany({ data: { seeded: false } });
});

test('where the pictures differ most in facts comes first, or else what is newest', async () => {
  const split = await balloons('two red balloons in a meadow', 1);
  const agreed = await balloons('two red balloons on a beach', 0);
  expect((await shown()).keys.slice(0, 2)).toEqual([agreed, split]);
  expect((await shown({ order: 'DISAGREEMENT' })).keys[0]).toBe(split);
  // From different noise they are not compared, and so do not disagree.
  const [picture] = await prisma().generation.findMany({ where: { comparisonId: split } });
  const where = { id: picture?.id ?? '' };
  await prisma().generation.update({ where, data: { seed: 2n } });
  expect((await shown({ order: 'DISAGREEMENT' })).keys[0]).toBe(agreed);
  await prisma().generation.update({ where, data: { seed: 1n } });
});

/** How many prompts have that in them. */
async function searched(search: string): Promise<number> {
  const shape = z.object({ prompts: z.object({ edges: z.array(z.unknown()) }) });
  const query = 'query ($search: String!) { prompts(search: $search) { edges { cursor } } }';
  return (await run(query, shape, { search })).prompts.edges.length;
}

test('words and category choose', async () => {
  expect((await shown({ words: 'Balloons MEADOW' })).total).toBe(1);
  expect((await shown({ words: '%' })).total).toBe(0);
  expect((await shown({ words: '  ' })).total).toBe(3);
  expect(await searched('%')).toBe(0);
  expect(await searched('_alloon')).toBe(0);
  expect(await searched('BALLOON')).toBe(3);
  expect((await shown({ words: 'xylophone' })).total).toBe(0);
  expect((await shown({ category: 'COUNTING' })).total).toBe(3);
  expect((await shown({ category: 'COLOR' })).total).toBe(0);
});

test('the feed has what is listed with a picture of each, curated first, and one category alone', async () => {
  const feed = async (search: string) => {
    const response = await feedOf(new Request(`http://localhost/feed.xml${search}`));
    return parseAtomFeed(await response.text()).entries ?? [];
  };
  await prisma().prompt.updateMany({ where: { text: 'two red balloons' }, data: { seeded: true } });
  const entries = await feed('');
  expect(entries.map(({ title }) => title)).toMatchObject([
    { value: 'two red balloons' },
    { value: 'two red balloons on a beach' },
    { value: 'two red balloons in a meadow' },
  ]);
  for (const { links } of entries) {
    const enclosure = links?.find(({ rel }) => rel === 'enclosure');
    expect(enclosure?.href).toMatch(/^http:\/\/localhost\/i\/[0-9a-f]{64}\.png$/);
    expect(enclosure?.type).toBe('image/png');
  }
  expect(await feed('?category=counting')).toHaveLength(3);
  expect(await feed('?category=COLOR')).toEqual([]);
  expect((await feedOf(new Request('http://localhost/feed.xml?category=x'))).status).toBe(404);
  await prisma().prompt.updateMany({ data: { seeded: false } });
});

test('what is unlisted, hidden, or in the arena is not in it', async () => {
  await fillArena(2);
  expect((await shown({ source: 'CURATED' })).total).toBe(0);
  const before = (await shown()).total;
  const { id } = await prisma().prompt.findFirstOrThrow({ where: { text: 'two red balloons' } });
  for (const visibility of ['UNLISTED', 'HIDDEN', 'REMOVED'] as const) {
    await prisma().prompt.update({ where: { id }, data: { visibility } });
    expect((await shown()).total).toBe(before - 1);
  }
  await prisma().prompt.update({ where: { id }, data: { visibility: 'VISIBLE' } });
});

test('it comes page by page, and beyond the last page there is the last', async () => {
  for (let index = 0; index < GALLERY_PAGE; index += 1)
    await balloons(`two red balloons, ${index}`, 1);
  const first = await shown();
  expect([first.total, first.pages, first.keys.length]).toEqual([
    GALLERY_PAGE + 3,
    2,
    GALLERY_PAGE,
  ]);
  const second = await shown({ page: 2 });
  expect(second.keys).toHaveLength(3);
  expect(first.keys.filter((key) => second.keys.includes(key))).toEqual([]);
  for (const page of [3, 999, 2_000_000_000]) {
    expect(await shown({ page })).toEqual(second);
  }
  for (const page of [0, -1]) expect(await shown({ page })).toEqual(first);
  const all = await gallery({ order: 'VOTES', source: 'VISITORS', page: 1 });
  expect(all.total).toBe(first.total);
});

const facetShape = z.object({
  gallery: z.object({
    facets: z.array(z.object({ facet: z.string(), name: z.string(), comparisons: z.number() })),
  }),
});

test('what prompts state chooses: a thing, a colour, a number, together and with all else', async () => {
  const balloonsThere = (await shown()).total;
  const fish = await judgedComparison(
    'three yellow fish',
    [3, 2].map((n) => row('fish', 'yellow', n)),
  );
  const both = await judgedComparison('a red heart and a dog', [row('heart', 'red', 1)]);
  await judgedComparison('nine blue stars', [row('star', 'blue', 9)]);
  await prisma().prompt.updateMany({
    where: { text: 'nine blue stars' },
    data: { visibility: 'HIDDEN' },
  });
  expect((await shown({ thing: 'fish' })).keys).toEqual([fish.key]);
  expect((await shown({ thing: 'dog' })).keys).toEqual([both.key]);
  expect((await shown({ colour: 'red' })).total).toBe(balloonsThere + 1);
  expect((await shown({ colour: 'red', thing: 'heart' })).keys).toEqual([both.key]);
  expect((await shown({ colour: 'red', thing: 'dog', number: 1 })).keys).toEqual([]);
  expect((await shown({ number: 3, order: 'DISAGREEMENT' })).keys).toEqual([fish.key]);
  expect((await shown({ number: 2, words: 'meadow' })).total).toBe(1);
  expect((await shown({ number: 2, category: 'COLOR' })).total).toBe(0);
  expect((await shown({ number: 2, page: 2 })).keys).toHaveLength(balloonsThere - GALLERY_PAGE);
  for (const thing of ['star', 'fis', '%', "' OR true"])
    expect((await shown({ thing })).total).toBe(0);
  const { gallery: there } = await run(
    '{ gallery(source: VISITORS) { facets { facet name comparisons } } }',
    facetShape,
  );
  const said = there.facets.map(
    ({ facet, name, comparisons }) => `${facet} ${name} ${comparisons}`,
  );
  expect(said.toSorted()).toEqual([
    `COLOUR red ${balloonsThere + 1}`,
    'COLOUR yellow 1',
    `NUMBER 2 ${balloonsThere}`,
    'NUMBER 3 1',
    `THING balloon ${balloonsThere}`,
    'THING dog 1',
    'THING fish 1',
    'THING heart 1',
  ]);
});
