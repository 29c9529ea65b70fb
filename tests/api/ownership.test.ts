import { afterAll, beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import { registerModels } from '@/lib/models/register';
import { closeVoters } from '@/lib/arena/voters';
import { forgetVoter } from '@/lib/yours/forget';
import { prisma } from '@/lib/store/database';
import { startDatabase } from '../support/database';
import { HttpClient } from '../support/http';

const HASH = '0'.repeat(64);
const TOKEN = 'the curators know this';

let stop: () => Promise<void>;
beforeAll(async () => {
  process.env['CURATOR_TOKEN'] = TOKEN;
  stop = await startDatabase();
  await registerModels('models');
});
afterAll(async () => {
  closeVoters();
  await stop();
});

const curator = () => new HttpClient({ authorization: `Bearer ${TOKEN}` });

const work = z.looseObject({
  __typename: z.string(),
  id: z.string().optional(),
  message: z.string().optional(),
  viewerCanCancel: z.boolean().optional(),
});
const answer = z.object({ data: z.object({ work }) }).transform(({ data }) => data.work);

/** Each kind of work that somebody can ask for: how to ask, how to cancel it, and where its row is. */
const KINDS = {
  Generation: {
    ask: 'generate(input: { prompt: "a dog" })',
    cancel: 'cancelGeneration',
    progress: 'generationProgress',
    open: () => prisma().generation.count({ where: { status: 'QUEUED' } }),
  },
  Comparison: {
    ask: 'compare(input: { prompt: "a dog" })',
    cancel: 'cancelComparison',
    progress: 'comparisonProgress',
    open: () => prisma().generation.count({ where: { status: 'QUEUED' } }),
  },
  Enrichment: {
    ask: 'enrich(input: { prompt: "a dog" })',
    cancel: 'cancelEnrichment',
    progress: 'enrichmentProgress',
    open: () => prisma().enrichment.count({ where: { status: 'QUEUED' } }),
  },
};
const kinds = Object.entries(KINDS);

type Kind = (typeof kinds)[number];

const fields = ([type]: Kind) =>
  `{ __typename ... on ${type} { id viewerCanCancel } ... on Problem { message } }`;

const ask = (who: HttpClient, kind: Kind) =>
  who.ask(`mutation { work: ${kind[1].ask} ${fields(kind)} }`, answer);

const cancel = (who: HttpClient, kind: Kind, id: string | undefined) =>
  who.ask(`mutation ($id: ID!) { work: ${kind[1].cancel}(id: $id) ${fields(kind)} }`, answer, {
    id,
  });

const look = (who: HttpClient, [type]: Kind, id: string | undefined) =>
  who.ask(
    `query ($id: ID!) { work: node(id: $id) { __typename ... on ${type} { viewerCanCancel } } }`,
    answer,
    { id },
  );

const watch = (who: HttpClient, { 1: { progress } }: Kind, id: string | undefined) =>
  who.firstEvent(
    `subscription ($id: ID!) { work: ${progress}(id: $id) { __typename viewerCanCancel } }`,
    answer,
    { id },
  );

test.each(kinds)('a stranger cannot cancel a %s, whoever asked for it can', async (...kind) => {
  const [owner, stranger, other] = [new HttpClient(), new HttpClient(), new HttpClient()];
  const asked = await ask(owner, kind);
  expect(asked).toMatchObject({ __typename: kind[0], viewerCanCancel: true });
  await ask(other, kind);
  const open = await kind[1].open();

  const refused = {
    __typename: 'NotYours',
    message: 'Only whoever asked for it, or a curator, can cancel it.',
  };
  expect(await cancel(stranger, kind, asked.id)).toEqual(refused);
  expect(await cancel(other, kind, asked.id)).toEqual(refused);
  expect(await kind[1].open()).toBe(open);

  expect(await cancel(owner, kind, asked.id)).toMatchObject({ viewerCanCancel: false });
  expect(await kind[1].open()).toBeLessThan(open);
});

test.each(kinds)('a curator cancels anybody’s %s, with the token only', async (...kind) => {
  const asked = await ask(new HttpClient(), kind);
  const impostor = new HttpClient({ authorization: 'Bearer something like a token' });
  expect(await cancel(impostor, kind, asked.id)).toMatchObject({ __typename: 'NotYours' });
  expect(await cancel(curator(), kind, asked.id)).toMatchObject({ __typename: kind[0] });
});

test.each(kinds)('a cookie that is not signed by us owns no %s', async (...kind) => {
  const owner = new HttpClient();
  const asked = await ask(owner, kind);
  const thief = new HttpClient();
  thief.cookie = owner.cookie?.replace(/\.[^.]*$/, '.forged');
  expect(await cancel(thief, kind, asked.id)).toMatchObject({ __typename: 'NotYours' });
});

test.each(kinds)('who may cancel a %s is said to each, at once and over SSE', async (...kind) => {
  const [owner, stranger] = [new HttpClient(), new HttpClient()];
  const { id } = await ask(owner, kind);
  for (const see of [look, watch]) {
    expect(await see(owner, kind, id)).toMatchObject({ viewerCanCancel: true });
    expect(await see(stranger, kind, id)).toMatchObject({ viewerCanCancel: false });
    expect(await see(curator(), kind, id)).toMatchObject({ viewerCanCancel: true });
  }
  // What is watched must end before the database does.
  await cancel(owner, kind, id);
});

test.each(kinds)('what nobody is known to have asked for is a curator’s: %s', async (...kind) => {
  const owner = new HttpClient();
  const asked = await ask(owner, kind);
  await prisma().generation.updateMany({ data: { askedById: null } });
  await prisma().enrichment.updateMany({ data: { askedById: null } });
  expect(await cancel(owner, kind, asked.id)).toMatchObject({ __typename: 'NotYours' });
  expect(await cancel(curator(), kind, asked.id)).toMatchObject({ __typename: kind[0] });
});

test.each(kinds)('an unknown %s is not found, whoever asks', async (...kind) => {
  const nothing = 'bm90aGluZw==';
  expect(await cancel(curator(), kind, nothing)).toMatchObject({ __typename: 'NotFound' });
  expect(await cancel(new HttpClient(), kind, nothing)).toMatchObject({ __typename: 'NotFound' });
});

test('a picture of a comparison is its owner’s too, and a reproduction is its own asker’s', async () => {
  const [owner, other] = [new HttpClient(), new HttpClient()];
  const shape = z.object({
    data: z.object({ work: z.object({ generations: z.array(z.object({ id: z.string() })) }) }),
  });
  const { data } = await owner.ask(
    'mutation { work: compare(input: { prompt: "a cat" }) { ... on Comparison { generations { id } } } }',
    shape,
  );
  const id = data.work.generations[0]?.id;
  const kind: Kind = ['Generation', KINDS.Generation];
  expect(await cancel(other, kind, id)).toMatchObject({ __typename: 'NotYours' });
  expect(await cancel(owner, kind, id)).toMatchObject({ __typename: 'Generation' });

  await prisma().generation.updateMany({
    data: {
      status: 'SUCCEEDED',
      imageSha256: HASH,
      pixelsSha256: HASH,
      durationMs: 1,
      startedAt: new Date(),
      finishedAt: new Date(),
    },
  });
  const again = await other.ask(
    `mutation ($id: ID!) { work: reproduce(id: $id) ${fields(kind)} }`,
    answer,
    { id },
  );
  expect(again).toMatchObject({ __typename: 'Generation', viewerCanCancel: true });
  expect(await cancel(owner, kind, again.id)).toMatchObject({ __typename: 'NotYours' });
  expect(await cancel(other, kind, again.id)).toMatchObject({ __typename: 'Generation' });
});

test('what is sent to voting belongs to nobody: it must not be told from the others', async () => {
  const owner = new HttpClient();
  const { id } = await ask(owner, ['Comparison', KINDS.Comparison]);
  await owner.ask('mutation ($id: ID!) { sendToVoting(id: $id) { __typename } }', z.unknown(), {
    id,
  });
  const rows = await prisma().generation.findMany({ where: { blind: true } });
  expect(rows.length).toBeGreaterThan(0);
  expect(rows.every(({ askedById }) => askedById === null)).toBe(true);
});

test('whoever is forgotten leaves no name on their pictures', async () => {
  const owner = new HttpClient();
  await ask(owner, ['Generation', KINDS.Generation]);
  await ask(owner, ['Enrichment', KINDS.Enrichment]);
  const { askedById } = await prisma().generation.findFirstOrThrow({
    where: { askedById: { not: null } },
    orderBy: { id: 'desc' },
  });
  const pictures = await prisma().generation.count();
  await forgetVoter(askedById ?? '');
  expect(await prisma().generation.count()).toBe(pictures);
  const newest = { orderBy: { id: 'desc' } } as const;
  expect(await prisma().generation.findFirstOrThrow(newest)).toMatchObject({ askedById: null });
  expect(await prisma().enrichment.findFirstOrThrow(newest)).toMatchObject({ askedById: null });
});
