// What is hidden is nowhere.
import { encodeGlobalID } from '@pothos/plugin-relay';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import { at } from '@/lib/at';
import { prisma } from '@/lib/store/database';
import { fillArena, Visitor } from '../support/arena';
import { startCurated } from '../support/curated';
import { HttpClient } from '../support/http';
import { decideAs, lists, painted, permalinks } from '../support/moderated';

let stop: () => Promise<void>;
let curator: HttpClient;
beforeAll(async () => {
  ({ stop, curator } = await startCurated());
});
afterAll(() => stop());

const decide = (id: string, visibility: string, by = curator) => decideAs(id, visibility, by);

test('what is hidden is told by nothing that belongs to it: votes, matchups, longer versions, proposals', async () => {
  await fillArena(6, 'ACTION', 1);
  const visitor = new Visitor();
  const { key, prompt: text = '' } = await visitor.decide('LEFT');
  const { promptId, leftId } = await prisma().matchup.findUniqueOrThrow({ where: { id: key } });
  const { id: enrichment } = await prisma().enrichment.create({
    data: { promptId, text: 'longer', status: 'SUCCEEDED' },
  });
  const { id: baseId } = await prisma().base.findFirstOrThrow();
  await prisma().arenaEntry.create({ data: { baseId, promptId } });
  const vote = await prisma().vote.findFirstOrThrow({ where: { matchupId: key } });
  const nodes = [
    ['Prompt', promptId],
    ['Enrichment', enrichment],
    ['Generation', leftId],
    ['Vote', vote.id],
  ].map(([type = '', id = '']) => encodeGlobalID(type, id));
  const everything = () =>
    new HttpClient().ask(
      `query ($ids: [ID!]!, $key: String!) {
        nodes(ids: $ids) {
          ... on Prompt { text } ... on Enrichment { text prompt { text } } ... on Generation { key prompt { text } }
          ... on Vote { outcome prompt { text } left { generation { key prompt { text } } } generations { key } } }
        arenaEntries(first: 100) { edges { node { prompt { text } } } }
        evaluations(first: 100) { edges { node { generations { key } ... on Vote { prompt { text } } } } }
        matchup(key: $key) { prompt reveal { left { key } } } }`,
      z.unknown(),
      { ids: nodes, key },
    );
  const before = JSON.stringify(await everything());
  for (const told of [text, leftId, 'longer']) expect(before).toContain(told);
  await decide(at(nodes, 0), 'HIDDEN');
  const after = JSON.stringify(await everything());
  expect(after).not.toContain('errors');
  for (const secret of [text, 'longer']) expect(after).not.toContain(secret);
});

test('a stranger decides nothing, and reads no queue', async () => {
  const work = await painted('a yellow owl');
  const stranger = new HttpClient();
  expect(await decide(work.promptId, 'HIDDEN', stranger)).toBe('NotCurator');
  const query = '{ moderationQueue { text } }';
  const answer = z.object({ data: z.object({ moderationQueue: z.array(z.unknown()).nullable() }) });
  expect((await stranger.ask(query, answer)).data.moderationQueue).toBeNull();
  expect(await permalinks(work)).toEqual({ picture: true, comparison: 6, file: 200 });
});

test('a prompt with foul words is in no list before a curator has seen it', async () => {
  const work = await painted('a fucking owl');
  expect(work.prompt?.visibility).toBe('UNLISTED');
  expect(await lists()).not.toContain('fucking');
  expect(await permalinks(work)).toEqual({ picture: true, comparison: 6, file: 200 });
});

test('a picture of the arena that is hidden is shown to nobody, and votes on it stay', async () => {
  await fillArena(6);
  const visitor = new Visitor();
  const { key } = await visitor.decide('LEFT');
  const { leftId, leftToken, promptId } = await prisma().matchup.findUniqueOrThrow({
    where: { id: key },
  });
  await decide(encodeGlobalID('Generation', leftId), 'HIDDEN');
  const { GET } = await import('@/app/m/[token]/route');
  const params = Promise.resolve({ token: leftToken });
  const shown = async () => (await GET(new Request('http://localhost/m'), { params })).status;
  expect(await shown()).toBe(404);
  await decide(encodeGlobalID('Generation', leftId), 'VISIBLE');
  expect(await shown()).toBe(200);
  await decide(encodeGlobalID('Prompt', promptId), 'HIDDEN');
  expect(await shown()).toBe(404);
  // Nobody can be shown a pair of it, so nothing keeps its sets there.
  const inArena = { promptId, arena: { not: null } };
  const sets = await prisma().comparison.findMany({ where: inArena });
  expect(sets.map(({ arena }) => arena)).toContain('LEFT');
  expect(sets.map(({ arena }) => arena)).not.toContain('OPEN');
  expect(await prisma().vote.count({ where: { matchupId: key } })).toBe(2);
});
