import { encodeGlobalID } from '@pothos/plugin-relay';
import { randomBytes, randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { GET as pictureFile } from '@/app/i/[file]/route';
import { hidden } from '@/lib/moderation/hidden';
import { at } from '@/lib/at';
import { blobs } from '@/lib/store/blobs';
import { prisma } from '@/lib/store/database';
import { fillArena, Visitor } from '../support/arena';
import { exportedLines } from '../support/exports';
import { startCurated } from '../support/curated';
import { HttpClient } from '../support/http';

let stop: () => Promise<void>;
let curator: HttpClient;
beforeAll(async () => {
  ({ stop, curator } = await startCurated());
});
afterAll(() => stop());

const COMPARE = `mutation ($prompt: String!) { compare(input: { prompt: $prompt, seeds: ["1"] }) {
  __typename ... on Comparison { key prompt { id visibility } } ... on InvalidInput { message } } }`;
const compared = z.object({
  data: z.object({
    compare: z.object({
      __typename: z.string(),
      message: z.string().optional(),
      key: z.string().default(''),
      prompt: z.object({ id: z.string(), visibility: z.string() }).optional(),
    }),
  }),
});

/** A visitor's comparison of a new prompt, of which all pictures are painted. */
async function painted(text: string, visitor = new HttpClient()) {
  const { compare } = (await visitor.ask(COMPARE, compared, { prompt: text })).data;
  const where = { comparisonId: compare.key };
  for (const { id } of await prisma().generation.findMany({ where })) {
    const imageSha256 = await blobs().put(randomBytes(100));
    await prisma().generation.update({
      where: { id },
      data: { status: 'SUCCEEDED', imageSha256, finishedAt: new Date() },
    });
  }
  const pictures = await prisma().generation.findMany({ where, orderBy: { id: 'asc' } });
  return { ...compare, pictures, promptId: compare.prompt?.id ?? '' };
}

/** Where a text, or the key of a picture or comparison, is to be found by a stranger. */
async function lists(): Promise<string> {
  const stranger = new HttpClient();
  const found = await stranger.ask(
    `{ prompts(first: 100) { edges { node { text } } }
      comparisons(first: 100) { edges { node { key } } }
      generations(first: 100) { edges { node { key } } } }`,
    z.unknown(),
  );
  const exports = await Promise.all(['prompts', 'generations'].map(exportedLines));
  return JSON.stringify(found) + exports.join('');
}

const BY_KEY = `query ($g: String!, $c: String!) {
  generation(key: $g) { key prompt { text } } comparison(key: $c) { generations { key } } }`;
const byKey = z.object({
  data: z.object({
    generation: z.object({ key: z.string() }).nullable(),
    comparison: z.object({ generations: z.array(z.object({ key: z.string() })) }).nullable(),
  }),
});

async function permalinks({ key, pictures }: Awaited<ReturnType<typeof painted>>) {
  const [first] = pictures;
  const variables = { g: first?.id, c: key };
  const { data } = await new HttpClient().ask(BY_KEY, byKey, variables);
  hidden.forget();
  const file = `${first?.imageSha256 ?? ''}.png`;
  const url = `http://localhost/i/${file}`;
  const response = await pictureFile(new Request(url), { params: Promise.resolve({ file }) });
  return {
    picture: data.generation !== null,
    comparison: data.comparison?.generations.length ?? 0,
    file: response.status,
  };
}

const done = z.object({ data: z.object({ reply: z.object({ __typename: z.string() }) }) });

async function decide(id: string, visibility: string, by = curator): Promise<string> {
  const query = `mutation ($id: ID!, $visibility: Visibility!) {
    reply: moderate(id: $id, visibility: $visibility, reason: "because") { __typename } }`;
  return (await by.ask(query, done, { id, visibility })).data.reply.__typename;
}

describe('a curator', () => {
  test('hides a prompt with its pictures and files, and restores it', async () => {
    const work = await painted('a purple owl');
    expect(await lists()).toContain('a purple owl');
    expect(await permalinks(work)).toEqual({ picture: true, comparison: 6, file: 200 });
    expect(await decide(work.promptId, 'HIDDEN')).toBe('MutationModerateSuccess');
    const listed = await lists();
    for (const secret of ['a purple owl', work.key, ...work.pictures.map(({ id }) => id)]) {
      expect(listed).not.toContain(secret);
    }
    expect(await permalinks(work)).toEqual({ picture: false, comparison: 0, file: 404 });
    // Nor is it painted anew.
    const again = await new HttpClient().ask(COMPARE, compared, { prompt: 'A purple  OWL' });
    expect(again.data.compare).toMatchObject({ __typename: 'InvalidInput' });
    await decide(work.promptId, 'VISIBLE');
    expect(await permalinks(work)).toEqual({ picture: true, comparison: 6, file: 200 });
    expect(await lists()).toContain('a purple owl');
  });

  test('hides a picture from caches that many share, which ask again', async () => {
    const work = await painted('a blue owl');
    const [first] = work.pictures;
    const sha256 = first?.imageSha256 ?? '';
    const url = `http://localhost/i/${sha256}.png`;
    const asked = async (headers: Record<string, string> = {}) => {
      hidden.forget();
      const params = Promise.resolve({ file: `${sha256}.png` });
      return pictureFile(new Request(url, { headers }), { params });
    };
    const whole = await asked();
    expect(whole.headers.get('cache-control')).toMatch(/(^|, )s-maxage=300(,|$)/);
    const again = { 'if-none-match': `"other", ${whole.headers.get('etag')}` };
    const { status, body } = await asked(again);
    expect([status, body]).toEqual([304, null]);
    await decide(encodeGlobalID('Generation', first?.id ?? ''), 'HIDDEN');
    expect((await asked(again)).status).toBe(404);
  });

  test('hides one picture, and the others stay', async () => {
    const work = await painted('a red owl');
    const id = encodeGlobalID('Generation', work.pictures[0]?.id ?? '');
    await decide(id, 'HIDDEN');
    expect(await permalinks(work)).toEqual({ picture: false, comparison: 5, file: 404 });
    expect(await lists()).toContain('a red owl');
  });

  test('removes for good: text, files, and what is still to be painted', async () => {
    const work = await painted('a green owl');
    const { id: waiting } = await prisma().generation.update({
      where: { id: work.pictures[5]?.id ?? '' },
      data: { status: 'QUEUED' },
    });
    await decide(work.promptId, 'REMOVED');
    expect(await permalinks(work)).toEqual({ picture: false, comparison: 0, file: 404 });
    expect(await blobs().has(work.pictures[0]?.imageSha256 ?? '')).toBe(false);
    const { status } = await prisma().generation.findUniqueOrThrow({ where: { id: waiting } });
    expect(status).toBe('CANCELLED');
    expect(await prisma().prompt.count({ where: { text: { contains: 'green owl' } } })).toBe(0);
    expect(await decide(work.promptId, 'VISIBLE')).toBe('InvalidInput');
  });

  test('leaves the file of a picture that another one has, too', async () => {
    const [one, other] = [await painted('a white owl'), await painted('a black owl')];
    const imageSha256 = one.pictures[0]?.imageSha256 ?? '';
    const id = other.pictures[0]?.id ?? '';
    await prisma().generation.update({ where: { id }, data: { imageSha256 } });
    await decide(encodeGlobalID('Generation', id), 'REMOVED');
    expect(await blobs().has(imageSha256)).toBe(true);
  });

  test('gives reasons, which everybody reads and nobody’s name is on', async () => {
    const { data } = await new HttpClient().ask(
      '{ decisions(first: 1) { edges { node { subject before after reason } } } }',
      z.object({ data: z.object({ decisions: z.object({ edges: z.array(z.unknown()) }) }) }),
    );
    expect(data.decisions.edges).toEqual([
      { node: { subject: 'PICTURE', before: 'VISIBLE', after: 'REMOVED', reason: 'because' } },
    ]);
  });

  test('hides what repeats a picture, what it began from, and the pair in which it is shown', async () => {
    const work = await painted('a small owl');
    const [first] = work.pictures;
    const initialSha256 = await blobs().put(randomBytes(100));
    await prisma().generation.update({
      where: { id: first?.id ?? '' },
      data: { initialSha256, strength: 0.5 },
    });
    const row = await prisma().generation.findUniqueOrThrow({ where: { id: first?.id ?? '' } });
    const again = await prisma().generation.create({
      data: { ...row, id: randomUUID(), reproducesId: row.id, runtime: {} },
    });
    await decide(encodeGlobalID('Generation', first?.id ?? ''), 'HIDDEN');
    const seen = { ...work, pictures: [again] };
    expect(await permalinks(seen)).toMatchObject({ picture: false, file: 404 });
    const begun = { ...work, pictures: [{ ...again, imageSha256: initialSha256 }] };
    expect((await permalinks(begun)).file).toBe(404);
  });

  test('hides a longer prompt: it is not painted any more, nor written on', async () => {
    const { promptId } = await painted('a tall owl');
    const id = (await prisma().prompt.findFirstOrThrow({ where: { text: 'a tall owl' } })).id;
    const written = { promptId: id, text: 'a very tall owl', status: 'SUCCEEDED' } as const;
    const enrichment = await prisma().enrichment.create({ data: written });
    const open = await prisma().enrichment.create({ data: { promptId: id, status: 'RUNNING' } });
    for (const one of [enrichment, open]) {
      await decide(encodeGlobalID('Enrichment', one.id), 'HIDDEN');
    }
    const { status } = await prisma().enrichment.findUniqueOrThrow({ where: { id: open.id } });
    expect(status).toBe('CANCELLED');
    const query = `mutation ($id: ID!) { compare(input: { prompt: "a tall owl", enrichmentId: $id }) {
      __typename ... on Comparison { enrichment { text } } } }`;
    const variables = { id: encodeGlobalID('Enrichment', enrichment.id) };
    const answer = JSON.stringify(await new HttpClient().ask(query, z.unknown(), variables));
    expect(answer).toContain('InvalidInput');
    expect(answer).not.toContain('very tall');
    expect(promptId).not.toBe('');
  });

  test('bans: nothing is taken from them any more', async () => {
    const visitor = new HttpClient();
    const { pictures } = await painted('a brown owl', visitor);
    const voter = pictures[0]?.askedById ?? '';
    const query = `mutation ($voter: String!) { reply: ban(voter: $voter, reason: "spam") { __typename } }`;
    expect((await new HttpClient().ask(query, done, { voter })).data.reply.__typename).toBe(
      'NotCurator',
    );
    await curator.ask(query, done, { voter });
    const { data } = await visitor.ask(COMPARE, compared, { prompt: 'a brown cat' });
    expect(data.compare).toMatchObject({ __typename: 'InvalidInput' });
    expect(await prisma().prompt.count({ where: { text: 'a brown cat' } })).toBe(0);
  });
});

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
