// Through evaluations nobody sees into the arena.
import { encodeGlobalID } from '@pothos/plugin-relay';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import { schema } from '@/graphql/schema';
import { exportedVotes } from '@/lib/arena/exported-votes';
import { publicVoter } from '@/lib/arena/names';
import { closeVoters } from '@/lib/arena/voters';
import { prisma } from '@/lib/store/database';
import { fillArena, Visitor } from '../support/arena';
import { startDatabase } from '../support/database';
import { list, rate, score } from '../support/evaluations';
import { everything } from '../support/everything';
import { run } from '../support/execute';

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
