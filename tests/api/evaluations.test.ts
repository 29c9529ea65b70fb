import { at } from '@/lib/at';
import { encodeGlobalID } from '@pothos/plugin-relay';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { publicVoter } from '@/lib/arena/names';
import { closeVoters } from '@/lib/arena/voters';
import { prisma } from '@/lib/store/database';
import { fillArena, Visitor } from '../support/arena';
import { startDatabase } from '../support/database';
import {
  FIELDS,
  list,
  nodeShape,
  PAGE,
  page,
  pageShape,
  rate,
  score,
} from '../support/evaluations';
import { run } from '../support/execute';
import { statementsOf } from '../support/statements';

let stop: () => Promise<void>;
beforeAll(async () => {
  stop = await startDatabase();
  await fillArena(4, 'COUNTING', 3);
  await fillArena(4, 'COLOR', 3);
});
afterAll(async () => {
  closeVoters();
  await stop();
});

/** Pictures that are in lists. */
async function listedPictures(count: number): Promise<string[]> {
  const { promptId, modelId } = await prisma().generation.findFirstOrThrow({
    orderBy: { id: 'asc' },
  });
  const rows = Array.from({ length: count }, (_, i) => ({
    promptId,
    modelId,
    seed: BigInt(i),
    steps: 1,
    guidanceScale: 4,
    scheduler: 'ddim',
    width: 64,
    height: 64,
    status: 'SUCCEEDED' as const,
    imageSha256: String(i).padStart(64, '0'),
  }));
  const stored = await prisma().generation.createManyAndReturn({ data: rows });
  return stored.map(({ id }) => id);
}

describe('what people and a detector said', () => {
  let pictures: string[];
  let visitor: Visitor;
  beforeAll(async () => {
    pictures = await listedPictures(3);
    visitor = new Visitor();
    for (const [i, picture] of pictures.entries()) {
      await rate(visitor, picture, 'QUALITY', 2 + i);
      await visitor.decide('LEFT');
      await score(picture, 0.25 * i);
      await rate(new Visitor(), picture, 'ALIGNMENT', 5);
    }
  });

  test('comes in one list, the newest first, each with who said what of which', async () => {
    const all = await list();
    expect(all).toHaveLength(3 * 5);
    const [newest, scored, overall, alignment, first] = all;
    const voterId = (await prisma().matchup.findFirstOrThrow()).voterId;
    const voter = { kind: 'VOTER', name: publicVoter(voterId) };
    const generations = [{ key: pictures[2] }];
    expect(newest).toMatchObject({ __typename: 'Rating', aspect: 'ALIGNMENT', verdict: '5' });
    expect(newest?.evaluator.name).not.toBe(voter.name);
    expect(scored).toMatchObject({ __typename: 'AutomaticScore', generations, verdict: '0.5' });
    expect(scored).toMatchObject({ aspect: 'ALIGNMENT', evaluator: { kind: 'DETECTOR' } });
    const vote = { __typename: 'Vote', verdict: 'LEFT', evaluator: voter };
    expect([overall, alignment]).toMatchObject([
      { aspect: 'OVERALL', ...vote },
      { aspect: 'ALIGNMENT', ...vote },
    ]);
    const stars = { __typename: 'Rating', aspect: 'QUALITY', verdict: '4', generations };
    expect(first).toMatchObject({ ...stars, evaluator: voter });
    const times = all.map(({ createdAt }) => createdAt);
    expect(times).toEqual([...times].sort().reverse());
  });

  test('can be filtered', async () => {
    const kinds = async (filter: Record<string, unknown>) => {
      const found = await list(filter);
      return [found.length, [...new Set(found.map((one) => `${one.__typename} ${one.aspect}`))]];
    };
    expect(await kinds({ kind: 'RATING' })).toEqual([6, ['Rating ALIGNMENT', 'Rating QUALITY']]);
    expect(await kinds({ aspect: 'OVERALL' })).toEqual([3, ['Vote OVERALL']]);
    expect(await kinds({ kind: 'AUTOMATIC_SCORE', aspect: 'QUALITY' })).toEqual([0, []]);
    const generation = encodeGlobalID('Generation', at(pictures, 0));
    expect(await kinds({ generation })).toEqual([
      3,
      ['Rating ALIGNMENT', 'AutomaticScore ALIGNMENT', 'Rating QUALITY'],
    ]);
    expect(await list({ generation: encodeGlobalID('Model', at(pictures, 0)) })).toEqual([]);
    const [counting, color, none] = await Promise.all(
      ['COUNTING', 'COLOR', 'ACTION'].map((category) => list({ category })),
    );
    expect(none).toEqual([]);
    expect(counting?.filter(({ __typename }) => __typename !== 'Vote')).toHaveLength(9);
    expect(color?.every(({ __typename }) => __typename === 'Vote')).toBe(true);
    expect((counting?.length ?? 0) + (color?.length ?? 0)).toBe(15);
  });

  test.each([1, 2, 4, 15])('comes whole in pages of %i, in both directions', async (size) => {
    const whole = (await list()).map(({ id }) => id);
    const forwards: string[] = [];
    let after: string | null = null;
    for (let more = true; more;) {
      const { edges, pageInfo } = await page({ first: size, after });
      forwards.push(...edges.map(({ node }) => node.id));
      after = pageInfo.endCursor;
      more = pageInfo.hasNextPage;
    }
    expect(forwards).toEqual(whole);
    const backwards: string[] = [];
    let before: string | null = null;
    for (let more = true; more;) {
      const { edges, pageInfo } = await page({ last: size, before });
      backwards.unshift(...edges.map(({ node }) => node.id));
      before = pageInfo.startCursor;
      more = pageInfo.hasPreviousPage;
    }
    expect(backwards).toEqual(whole);
  });

  test('is not shifted by what is said between two pages', async () => {
    const whole = (await list()).map(({ id }) => id);
    const { pageInfo } = await page({ first: 7 });
    await rate(visitor, at(pictures, 0), 'PLAUSIBILITY', 1);
    const rest = await page({ first: 100, after: pageInfo.endCursor });
    expect(rest.edges.map(({ node }) => node.id)).toEqual(whole.slice(7));
    await prisma().rating.deleteMany({ where: { criterion: 'PLAUSIBILITY' } });
  });

  test('is told of each picture, and has ids that lead back to it', async () => {
    const { generation } = await run(
      `query ($key: String!) { generation(key: $key) {
        evaluations { ${PAGE} } stars: evaluations(kind: RATING, aspect: QUALITY) { ${PAGE} } } }`,
      z.object({ generation: z.object({ evaluations: pageShape, stars: pageShape }) }),
      { key: pictures[1] },
    );
    const { evaluations, stars } = generation;
    expect(evaluations.edges.map(({ node }) => node.verdict)).toEqual(['5', '0.25', '3']);
    expect(stars.edges.map(({ node }) => node.verdict)).toEqual(['3']);
    for (const wanted of await list()) {
      const { node } = await run(
        `query ($id: ID!) { node(id: $id) { ... on Evaluation { ${FIELDS} } } }`,
        z.object({ node: nodeShape }),
        { id: wanted.id },
      );
      expect(node).toEqual(wanted);
    }
  });

  test('costs one statement for the page and one for each kind in it, of however many pictures', async () => {
    const asked = `edges { node { ${FIELDS}
      ... on Vote { prompt { text } left { model { name } generation { key } } quarantined kind }
      ... on Rating { generation { key model { name } } }
      ... on AutomaticScore { scorer { name } facts { kind } generation { key } } } }`;
    const [, all] = await statementsOf(() =>
      run(`{ evaluations(first: 100) { ${asked} } }`, z.unknown()),
    );
    // The last is for the words that the detector knows; of one that has some it is asked once for all.
    expect(all, all.join('\n')).toHaveLength(4 + 1);
    const [, each] = await statementsOf(() =>
      run(`{ generations { edges { node { evaluations { ${asked} } } } } }`, z.unknown()),
    );
    // Which pictures, those themselves, which evaluations, and those of each kind.
    expect(each, each.join('\n')).toHaveLength(1 + 1 + 1 + 3);
  });
});
