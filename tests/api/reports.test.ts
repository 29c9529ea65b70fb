import { encodeGlobalID } from '@pothos/plugin-relay';
import { afterAll, beforeAll, describe, expect, test, vi } from 'vitest';
import { z } from 'zod';
import { prisma } from '@/lib/store/database';
import { at } from '@/lib/at';
import { startCurated } from '../support/curated';
import { HttpClient } from '../support/http';
import { solve } from '../support/proof';

let stop: () => Promise<void>;
let curator: HttpClient;
beforeAll(async () => {
  ({ stop, curator } = await startCurated());
});
afterAll(() => stop());

const COMPARE = `mutation ($prompt: String!) { reply: compare(input: { prompt: $prompt, seeds: ["1"] }) {
  __typename ... on Comparison { prompt { id } } ... on Problem { message } } }`;
const REPORT = `mutation ($id: ID!, $reason: String!, $proof: String) {
  reply: report(id: $id, reason: $reason, proof: $proof) {
    __typename ... on ProofNeeded { challenge } ... on Problem { message } } }`;
const replied = z.object({
  data: z.object({
    reply: z.object({
      __typename: z.string(),
      message: z.string().default(''),
      challenge: z.unknown().optional(),
      prompt: z.object({ id: z.string() }).default({ id: '' }),
    }),
  }),
});

async function ask(by: HttpClient, query: string, variables: object) {
  return (await by.ask(query, replied, variables)).data.reply;
}

const prompted = async (prompt: string, by = new HttpClient()) =>
  (await ask(by, COMPARE, { prompt })).prompt.id;

/** What somebody is answered who reports something, and brings a proof where one is asked for. */
async function report(by: HttpClient, id: string, reason: string) {
  const first = await ask(by, REPORT, { id, reason });
  if (first.__typename !== 'ProofNeeded') return first;
  return ask(by, REPORT, { id, reason, proof: await solve(first.challenge) });
}

const queued = z.object({
  data: z.object({
    moderationQueue: z.array(
      z.object({
        id: z.string(),
        text: z.string(),
        visibility: z.string(),
        askedBy: z.string().nullable(),
        reports: z.array(z.object({ reason: z.string(), byVisitor: z.boolean() })),
      }),
    ),
  }),
});

async function queue() {
  const query = '{ moderationQueue { id text visibility askedBy reports { reason byVisitor } } }';
  return (await curator.ask(query, queued)).data.moderationQueue;
}

const reasonsFor = async (id: string) =>
  (await queue()).find((item) => item.id === id)?.reports.map(({ reason }) => reason) ?? [];

async function letThrough(id: string) {
  const query = `mutation ($id: ID!) { reply: moderate(id: $id, visibility: VISIBLE, reason: "fine") { __typename } }`;
  expect((await ask(curator, query, { id })).__typename).toBe('MutationModerateSuccess');
}

test('what is reported waits for a curator, first; what they decide settles it', async () => {
  await prompted('a fucking owl');
  const id = await prompted('an orange owl');
  const visitor = new HttpClient();
  for (let time = 0; time < 2; time += 1) {
    const { __typename } = await report(visitor, id, 'not an owl');
    expect(__typename).toBe('MutationReportSuccess');
  }
  const [first] = await queue();
  expect(first).toMatchObject({
    id,
    text: 'an orange owl',
    visibility: 'VISIBLE',
    reports: [{ reason: 'not an owl', byVisitor: true }],
  });
  await letThrough(id);
  expect(await reasonsFor(id)).toEqual([]);
});

test('a prompt with foul words waits for a curator, who reads why', async () => {
  const id = await prompted('a fucking cat');
  expect(await reasonsFor(id)).toEqual(['Words of the list.']);
});

describe('a report', () => {
  test('costs a proof of work, as a vote does, and only once', async () => {
    const id = await prompted('a tidy owl');
    const visitor = new HttpClient();
    const first = await ask(visitor, REPORT, { id, reason: 'because' });
    expect(first.__typename).toBe('ProofNeeded');
    expect(await reasonsFor(id)).toEqual([]);
    const others = await ask(new HttpClient(), REPORT, { id, reason: 'because' });
    const stolen = { id, reason: 'because', proof: await solve(others.challenge) };
    expect((await ask(visitor, REPORT, stolen)).__typename).toBe('ProofNeeded');
    const proof = await solve(first.challenge);
    const { __typename } = await ask(visitor, REPORT, { id, reason: 'because', proof });
    expect(__typename).toBe('MutationReportSuccess');
    expect(await reasonsFor(id)).toEqual(['because']);
    const other = await prompted('a tidy cat');
    expect((await ask(visitor, REPORT, { id: other, reason: 'too' })).__typename).toBe(
      'MutationReportSuccess',
    );
  });

  test('may be repeated with other grounds once a curator has decided, and no third time', async () => {
    const id = await prompted('a torn owl');
    const visitor = new HttpClient();
    await report(visitor, id, 'ugly');
    await report(visitor, id, 'before a curator has decided nothing changes');
    expect(await reasonsFor(id)).toEqual(['ugly']);
    await letThrough(id);
    expect((await report(visitor, id, 'it is my owl')).__typename).toBe('MutationReportSuccess');
    expect(await reasonsFor(id)).toEqual(['it is my owl']);
    await letThrough(id);
    const third = await report(visitor, id, 'still');
    expect(third).toMatchObject({ __typename: 'InvalidInput' });
    expect(third.message).toMatch(/^You have reported this twice/);
    expect(await reasonsFor(id)).toEqual([]);
    await report(new HttpClient(), id, 'somebody else’s grounds');
    expect(await reasonsFor(id)).toEqual(['somebody else’s grounds']);
  });

  test('by a person is not lost behind what programs would have looked at', async () => {
    const visitor = new HttpClient();
    const id = await prompted('a quiet owl');
    await report(visitor, id, 'not quiet');
    const texts = Array.from({ length: 120 }, (_, i) => `a noisy owl ${i}`);
    for (const text of texts) {
      const data = { text, normalizedText: text, category: 'OTHER', licence: 'CC0-1.0' } as const;
      const { id: subjectId } = await prisma().prompt.create({
        data: { ...data, visibility: 'UNLISTED', createdAt: new Date(0) },
      });
      const told = { subject: 'PROMPT', subjectId, reason: 'Words of the list.' } as const;
      await prisma().report.createMany({ data: Array.from({ length: 5 }, () => told) });
    }
    expect(at(await queue(), 0).reports[0]).toMatchObject({ byVisitor: true });
    expect(await reasonsFor(id)).toEqual(['not quiet']);
  });
});

const BAN = `mutation ($voter: String!, $network: Boolean!) {
  reply: ban(voter: $voter, reason: "spam", network: $network) {
    __typename ... on Problem { message } } }`;

describe('a ban', () => {
  const from = (network: string) => new HttpClient({ 'x-sarovar-client': network });
  const askerOf = async (id: string) =>
    (
      await prisma().generation.findFirstOrThrow({
        where: { prompt: { id: at(Buffer.from(id, 'base64').toString().split(':'), 1) } },
      })
    ).askedById ?? '';

  test('of a visitor leaves their network; one with the network holds for every cookie from there', async () => {
    const voter = await askerOf(await prompted('a loud owl', from('203.0.113.7')));
    await ask(curator, BAN, { voter, network: false });
    expect(await prompted('a louder owl', from('203.0.113.7'))).not.toBe('');
    expect((await ask(curator, BAN, { voter, network: true })).__typename).toBe(
      'MutationBanSuccess',
    );
    const refused = await ask(from('203.0.113.7'), COMPARE, { prompt: 'the loudest owl' });
    expect(refused).toMatchObject({ __typename: 'InvalidInput' });
    expect(refused.message).toMatch(/your network before midnight/);
    const draw = `mutation { reply: drawMatchup { __typename ... on Problem { message } } }`;
    expect((await ask(from('203.0.113.7'), draw, {})).message).toMatch(/your network/);
    const id = await prompted('a calm owl', from('203.0.113.8'));
    expect((await ask(from('203.0.113.7'), REPORT, { id, reason: 'x' })).message).toMatch(
      /your network/,
    );
    const log = '{ decisions(first: 2) { edges { node { subject reason } } } }';
    const told = JSON.stringify(await new HttpClient().ask(log, z.unknown()));
    expect(told).toContain('NETWORK');
    expect(told).not.toContain('203.0.113');
  });

  test('keeps no address, and holds no longer than the day’s key', async () => {
    const rows = await prisma().bannedNetwork.findMany();
    expect(rows).toHaveLength(1);
    expect(JSON.stringify(rows)).not.toContain('203.0.113');
    const { id: voter } = await prisma().voter.findFirstOrThrow({ where: { bannedAt: null } });
    vi.useFakeTimers({ toFake: ['Date'], now: Date.now() + 24 * 3600_000 });
    try {
      expect(await prompted('an owl of tomorrow', from('203.0.113.7'))).not.toBe('');
    } finally {
      vi.useRealTimers();
    }
    expect(await prisma().bannedNetwork.count()).toBe(0);
    expect(await prisma().voter.count({ where: { network: { not: null } } })).toBe(1);
    const refused = await ask(curator, BAN, { voter, network: true });
    expect(refused.message).toMatch(/^Nobody can tell any more where they came from/);
    expect((await prisma().voter.findUniqueOrThrow({ where: { id: voter } })).bannedAt).toBeNull();
  });
});

test('no id but those of prompts, longer prompts and pictures is taken', async () => {
  const id = encodeGlobalID('Model', 'x');
  expect((await report(new HttpClient(), id, 'x')).__typename).toBe('NotFound');
});
