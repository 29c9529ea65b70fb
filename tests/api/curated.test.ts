import { afterAll, beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import { prisma } from '@/lib/store/database';
import { startCurated } from '../support/curated';
import { HttpClient } from '../support/http';

let stop: () => Promise<void>;
let curator: HttpClient;
beforeAll(async () => {
  process.env['VISITORS'] = 'curated';
  ({ stop, curator } = await startCurated());
});
afterAll(() => stop());

const COMPARE = `mutation { compare(input: { prompt: "a gentle owl", seeds: ["1"] }) {
  ... on Comparison { id key prompt { id visibility } } } }`;
const compared = z.object({
  data: z.object({
    compare: z.object({
      id: z.string(),
      key: z.string(),
      prompt: z.object({ id: z.string(), visibility: z.string() }),
    }),
  }),
});

test('what visitors write is in no list, and what they propose is not painted, before a curator lets it through', async () => {
  const visitor = new HttpClient();
  const { id, key, prompt } = (await visitor.ask(COMPARE, compared)).data.compare;
  await prisma().generation.updateMany({
    data: { status: 'SUCCEEDED', imageSha256: 'a'.repeat(64), finishedAt: new Date() },
  });
  expect(prompt.visibility).toBe('UNLISTED');
  const lists = async () =>
    JSON.stringify(
      await new HttpClient().ask(
        `{ prompts { edges { node { text } } } comparisons { edges { node { key } } } generations { edges { node { key } } } }`,
        z.unknown(),
      ),
    );
  const before = await lists();
  expect(before).not.toContain('gentle owl');
  expect(before).not.toContain(key);
  const at = z.object({ data: z.object({ comparison: z.object({ key: z.string() }) }) });
  const permalink = 'query ($key: String!) { comparison(key: $key) { key } }';
  expect((await new HttpClient().ask(permalink, at, { key })).data.comparison.key).toBe(key);

  const entry = z.object({
    data: z.object({
      reply: z.object({ id: z.string(), state: z.string(), allModels: z.boolean().optional() }),
    }),
  });
  const send = `mutation ($id: ID!) { reply: sendToVoting(id: $id) { ... on ArenaEntry { id state } } }`;
  const proposed = (await visitor.ask(send, entry, { id })).data.reply;
  expect(proposed.state).toBe('PROPOSED');
  expect(await prisma().comparison.count({ where: { arena: { not: null } } })).toBe(0);

  const show = `mutation ($id: ID!) { moderate(id: $id, visibility: VISIBLE, reason: "fine") { __typename } }`;
  await curator.ask(show, z.unknown(), { id: prompt.id });
  const after = await lists();
  expect(after).toContain('gentle owl');
  expect(after).toContain(key);
  const admit = `mutation ($id: ID!) { reply: decideArenaEntry(id: $id, admit: true, allModels: true) {
    ... on ArenaEntry { id state allModels } } }`;
  expect((await curator.ask(admit, entry, { id: proposed.id })).data.reply).toMatchObject({
    state: 'ADMITTED',
    allModels: true,
  });
  expect(await prisma().comparison.count({ where: { arena: 'PAINTING' } })).toBe(1);
  const again = admit.replace(', allModels: true', '');
  expect((await curator.ask(again, entry, { id: proposed.id })).data.reply.allModels).toBe(true);
});
