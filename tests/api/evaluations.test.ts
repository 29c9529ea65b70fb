import { at } from '@/lib/at';
import { encodeGlobalID } from '@pothos/plugin-relay';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { schema } from '@/graphql/schema';
import { exportedVotes } from '@/lib/arena/exported-votes';
import { publicVoter } from '@/lib/arena/names';
import { closeVoters } from '@/lib/arena/voters';
import { prisma } from '@/lib/store/database';
import { fillArena, Visitor } from '../support/arena';
import { startDatabase } from '../support/database';
import { everything } from '../support/everything';
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

const RATE = `mutation ($input: RateInput!) { rate(input: $input) { __typename } }`;

function rate(visitor: Visitor, id: string, criterion: string, value: number) {
  const generationId = encodeGlobalID('Generation', id);
  return visitor.ask('rate', RATE, { input: { generationId, criterion, value } });
}

/** A detector's opinion of a picture. */
async function score(generationId: string, value: number): Promise<void> {
  const { id: scorerId } = await prisma().scorer.findFirstOrThrow();
  const facts = [{ fact: 'count', asked: '2', seen: '3', right: false }];
  await prisma().automaticScore.create({ data: { generationId, scorerId, facts, score: value } });
}

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

const nodeShape = z.object({
  __typename: z.string(),
  id: z.string(),
  aspect: z.string(),
  verdict: z.string(),
  evaluator: z.object({ kind: z.string(), name: z.string() }),
  generations: z.array(z.object({ key: z.string() })),
  createdAt: z.iso.datetime(),
});
const pageShape = z.object({
  edges: z.array(z.object({ cursor: z.string(), node: nodeShape })),
  pageInfo: z.object({
    hasNextPage: z.boolean(),
    hasPreviousPage: z.boolean(),
    startCursor: z.string().nullable(),
    endCursor: z.string().nullable(),
  }),
});
const FIELDS = `__typename id aspect verdict evaluator { kind name } generations { key } createdAt`;
const PAGE = `edges { cursor node { ${FIELDS} } } pageInfo { hasNextPage hasPreviousPage startCursor endCursor }`;
const LIST = `query ($filter: EvaluationFilter, $first: Int, $after: String, $last: Int, $before: String) {
  evaluations(filter: $filter, first: $first, after: $after, last: $last, before: $before) { ${PAGE} }
}`;

async function page(variables: Record<string, unknown> = { first: 100 }) {
  return (await run(LIST, z.object({ evaluations: pageShape }), variables)).evaluations;
}
const list = async (filter: Record<string, unknown> = {}) =>
  (await page({ filter, first: 100 })).edges.map(({ node }) => node);

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
    expect(each, each.join('\n')).toHaveLength(1 + 1 + 3);
  });
});

describe('through evaluations nobody sees into the arena', () => {
  const EVERYTHING = (() => {
    const evaluation = schema.getType('Evaluation');
    if (!evaluation) throw new Error('There is no Evaluation.');
    return everything(schema, evaluation, 4);
  })();

  /** Everything that can be asked of the list, of two pictures and of these nodes. */
  async function look(pictures: readonly string[], nodes: readonly string[]): Promise<string> {
    const ids = pictures.map((id) => encodeGlobalID('Generation', id));
    const edges = `{ edges { node ${EVERYTHING} } }`;
    const found = await run(
      `query ($ids: [ID!]!, $nodes: [ID!]!, $filter: EvaluationFilter) {
        evaluations(first: 100, filter: { kind: VOTE }) ${edges}
        of: evaluations(first: 100, filter: $filter) ${edges}
        pictures: nodes(ids: $ids) { ... on Generation { evaluations(kind: VOTE) ${edges} } }
        nodes(ids: $nodes) { ... on Evaluation ${EVERYTHING} } }`,
      z.unknown(),
      { ids, nodes, filter: { kind: 'VOTE', generation: ids[0] } },
    );
    return JSON.stringify(found);
  }

  /** What tells the files of the arena's pictures apart, and whose voters are. */
  async function secrets(): Promise<string[]> {
    const pictures = await prisma().generation.findMany({ where: { blind: true } });
    const matchups = await prisma().matchup.findMany();
    const ids = pictures.flatMap(({ id, comparisonId, imageSha256 }) => [
      ...[id, encodeGlobalID('Generation', id), imageSha256 ?? '', comparisonId ?? ''],
      encodeGlobalID('Comparison', comparisonId ?? ''),
    ]);
    return [
      ...ids,
      ...matchups.flatMap((own) => [own.id, own.leftToken, own.rightToken, own.voterId]),
    ];
  }

  const told = async (text: string) => (await secrets()).filter((secret) => text.includes(secret));

  test('a vote is nowhere while its set is in the arena, and then names its pictures', async () => {
    const visitor = new Visitor();
    const { key } = await visitor.draw();
    await visitor.vote(key, 'ALIGNMENT', 'RIGHT');
    await visitor.vote(key, 'OVERALL', 'TIE');
    const matchup = await prisma().matchup.findUniqueOrThrow({
      where: { id: key },
      include: { votes: true, left: { include: { model: true } } },
    });
    const pictures = [matchup.leftId, matchup.rightId];
    const voter = publicVoter(matchup.voterId);
    const nodes = matchup.votes.map(({ id }) => encodeGlobalID('Vote', id));
    expect(nodes).toHaveLength(2);
    const open = await look(pictures, nodes);
    expect(nodes.filter((node) => open.includes(node))).toEqual([]);
    expect(open).not.toContain(voter);
    expect(await told(open)).toEqual([]);

    await visitor.decideSet('TIE');
    const published = await look(pictures, nodes);
    expect(published).toContain(matchup.left.model.name);
    const generation = encodeGlobalID('Generation', matchup.leftId);
    const shown = await list({ kind: 'VOTE', generation });
    const own = shown.filter(({ evaluator }) => evaluator.name === voter);
    expect(own.map(({ generations }) => generations.map((one) => one.key))).toEqual([
      pictures,
      pictures,
    ]);
  });

  test('what was taken back is nowhere, and the rest is what is exported', async () => {
    const visitor = new Visitor();
    const { key } = await visitor.draw();
    await visitor.vote(key, 'ALIGNMENT', 'LEFT');
    await visitor.undo(key);
    const skipping = new Visitor();
    const { key: skipped } = await skipping.draw();
    await skipping.vote(skipped, 'ALIGNMENT', 'TIE');
    await skipping.skip(skipped);
    await new Visitor().decideSet('TIE');
    const exported = [];
    for await (const { id } of exportedVotes()) exported.push(encodeGlobalID('Vote', id));
    const votes = (await list({ kind: 'VOTE' })).map(({ id }) => id);
    expect(votes).toEqual(exported.reverse());
    const { nodes } = await run(
      'query ($ids: [ID!]!) { nodes(ids: $ids) { id } }',
      z.object({ nodes: z.array(z.object({ id: z.string() }).nullable()) }),
      {
        ids: (await prisma().vote.findMany()).map(({ id }) => encodeGlobalID('Vote', id)),
      },
    );
    const found = nodes.flatMap((node) => node?.id ?? []);
    expect(found.sort()).toEqual([...votes].sort());
    // The one that was taken back; the skipped one's set may have left the arena meanwhile.
    expect(nodes.length).toBeGreaterThan(found.length);
  });

  test('a picture that is voted on takes no stars, and its scores are nowhere', async () => {
    const { id } = await prisma().generation.findFirstOrThrow({ where: { blind: true } });
    expect(await rate(new Visitor(), id, 'QUALITY', 3)).toMatchObject({ __typename: 'NotFound' });
    await score(id, 1);
    const edges = `{ edges { node ${EVERYTHING} } }`;
    const listed = await run(`{ evaluations(first: 100) ${edges} }`, z.unknown());
    expect(await told(JSON.stringify(listed))).toEqual([]);
    const key = encodeGlobalID('Generation', id);
    expect(await list({ kind: 'AUTOMATIC_SCORE', generation: key })).toEqual([]);
  });
});
