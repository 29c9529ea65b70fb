import { afterAll, beforeAll, beforeEach, describe, expect, test, vi } from 'vitest';
import { z } from 'zod';
import { at } from '@/lib/at';
import { prisma } from '@/lib/store/database';
import { startCurated } from '../support/curated';
import { HttpClient } from '../support/http';
import {
  answers,
  moderation,
  startModerationServer,
  type ModerationStub,
} from '../support/moderation-server';

const KEY = 'sk-of-the-moderation-server';
let stop: () => Promise<void>;
let server: ModerationStub;
let curator: HttpClient;
let said: string[] = [];
beforeAll(async () => {
  server = await startModerationServer();
  process.env['MODERATION_URL'] = server.url;
  process.env['MODERATION_KEY'] = KEY;
  process.env['MODERATION_MODEL'] = 'looks-at-texts';
  ({ stop, curator } = await startCurated());
  vi.spyOn(console, 'error').mockImplementation((...parts: unknown[]) => {
    said.push(parts.map(String).join(' '));
  });
});
afterAll(async () => {
  await stop();
  await server.stop();
});
beforeEach(async () => {
  // Nobody paints here, and the queue would be full.
  await prisma().generation.updateMany({ data: { status: 'CANCELLED' } });
  said = [];
  server.asked.length = 0;
});

const COMPARE = `mutation ($prompt: String!) { reply: compare(input: { prompt: $prompt, seeds: ["1"] }) {
  __typename ... on Comparison { key prompt { id visibility } } ... on InvalidInput { field message } } }`;
const ENRICH = `mutation ($prompt: String!, $text: String!) {
  reply: enrich(input: { prompt: $prompt, text: $text }) {
    __typename ... on Enrichment { id text } ... on InvalidInput { field message } } }`;
const replied = z.object({
  data: z.object({
    reply: z.object({
      __typename: z.string(),
      field: z.string().optional(),
      message: z.string().optional(),
      key: z.string().optional(),
      prompt: z.object({ id: z.string(), visibility: z.string() }).optional(),
    }),
  }),
});

/** What a new visitor is answered who has a prompt painted. */
async function paint(prompt: string) {
  return (await new HttpClient().ask(COMPARE, replied, { prompt })).data.reply;
}

const queued = z.object({
  data: z.object({
    moderationQueue: z.array(
      z.object({
        id: z.string(),
        text: z.string(),
        visibility: z.string(),
        reports: z.array(z.object({ reason: z.string(), byVisitor: z.boolean() })),
      }),
    ),
  }),
});

/** What curators are shown of a text. */
async function waiting(text: string) {
  const query = '{ moderationQueue { id text visibility reports { reason byVisitor } } }';
  const { moderationQueue } = (await curator.ask(query, queued)).data;
  return moderationQueue.find((item) => item.text === text);
}

async function restore(id = '') {
  const query = `mutation ($id: ID!) { moderate(id: $id, visibility: VISIBLE, reason: "fine") { __typename } }`;
  await curator.ask(query, z.unknown(), { id });
}

test('what the server finds nothing in is listed at once, and looked at once', async () => {
  server.behaves(moderation({ violence: false, hate: false }));
  const first = await paint('a polite owl');
  expect(first.prompt?.visibility).toBe('VISIBLE');
  expect((await paint('a polite owl')).prompt?.id).toBe(first.prompt?.id);
  expect(server.asked).toEqual([
    { authorization: `Bearer ${KEY}`, body: { input: 'a polite owl', model: 'looks-at-texts' } },
  ]);
  expect(await waiting('a polite owl')).toBeUndefined();
});

describe('what it flags', () => {
  test('is painted for nobody, and waits for a curator with the categories, who can let it through', async () => {
    server.behaves(moderation({ violence: true, hate: false, 'self-harm/intent': true }));
    const refused = await paint('a violent owl');
    expect(refused).toMatchObject({ __typename: 'InvalidInput', field: 'prompt' });
    expect(refused.message).toBe(
      'This prompt is hidden unless a curator lets it through, so it is not painted here.',
    );
    expect(await prisma().generation.count({ where: { prompt: { text: 'a violent owl' } } })).toBe(
      0,
    );
    const item = await waiting('a violent owl');
    expect(item).toMatchObject({
      visibility: 'HIDDEN',
      reports: [{ reason: 'The moderation server: violence, self-harm/intent.', byVisitor: false }],
    });
    const list = '{ prompts(first: 100) { edges { node { text } } } }';
    expect(JSON.stringify(await new HttpClient().ask(list, z.unknown()))).not.toContain('violent');
    await restore(item?.id);
    // Nobody is asked anew about what a curator has decided.
    expect((await paint('a violent owl')).prompt?.visibility).toBe('VISIBLE');
    expect(await waiting('a violent owl')).toBeUndefined();
  });

  test('of longer prompts, too', async () => {
    server.behaves((response, asked) => {
      const foul = JSON.stringify(asked.body).includes('with blood');
      moderation({ violence: foul })(response, asked);
    });
    const variables = { prompt: 'an owl', text: 'an owl with blood on it' };
    const { reply } = (await new HttpClient().ask(ENRICH, replied, variables)).data;
    expect(reply).toMatchObject({ __typename: 'InvalidInput', field: 'text' });
    expect(await waiting('an owl with blood on it')).toMatchObject({
      visibility: 'HIDDEN',
      reports: [{ reason: 'The moderation server: violence.' }],
    });
    expect((await paint('an owl')).prompt?.visibility).toBe('VISIBLE');
  });

  test('names what it likes, and breaks no line with it', async () => {
    const [escape, long] = ['\u001b[31m\nred', 'x'.repeat(5000)];
    server.behaves(moderation({ [escape]: true, [long]: true }));
    await paint('an odd owl');
    const [told] = (await waiting('an odd owl'))?.reports ?? [];
    expect(told?.reason).toBe(`The moderation server: 31mred, ${'x'.repeat(60)}.`);
  });
});

test('what is written twenty times at once is one prompt, with one reason for each who finds fault', async () => {
  server.behaves(moderation({ hate: true }));
  const replies = await Promise.all(Array.from({ length: 20 }, () => paint('one fucking owl')));
  expect(new Set(replies.map(({ __typename }) => __typename))).toEqual(new Set(['InvalidInput']));
  expect((await waiting('one fucking owl'))?.reports.map(({ reason }) => reason).sort()).toEqual([
    'The moderation server: hate.',
    'Words of the list.',
  ]);
});

describe('a server that does not do its work lets nothing through, and stops nobody:', () => {
  const BROKEN = {
    'it says 500': [answers({ error: KEY }, 500), /answered with the status 500/],
    'it is no JSON': [answers('<html>'), /is not JSON/],
    'it is another JSON': [answers({ results: [{ flagged: 'no' }] }), /is no moderation/],
    'it holds no result': [answers({ results: [] }), /is no moderation/],
    'it leads elsewhere': [
      (response) => {
        response.writeHead(307, { location: server.url });
        response.end();
      },
      /cannot be reached/,
    ],
    'it does not answer': [() => undefined, /did not answer within 2 seconds/],
    'it trickles': [
      (response) => {
        response.writeHead(200);
        const timer = setInterval(() => response.write(' '), 100);
        response.on('close', () => clearInterval(timer));
      },
      /did not answer within 2 seconds/,
    ],
    'it floods': [
      (response) => {
        response.writeHead(200);
        const more = () => {
          while (response.write(' '.repeat(64 * 1024)));
          response.once('drain', more);
        };
        more();
      },
      /does not end/,
    ],
  } satisfies Record<string, readonly [Parameters<ModerationStub['behaves']>[0], RegExp]>;

  test.each(Object.entries(BROKEN))('%s', async (name, [how, why]) => {
    server.behaves(how);
    const text = `an owl of which ${name}`;
    const began = performance.now();
    expect((await paint(text)).prompt?.visibility).toBe('UNLISTED');
    // Two seconds, on a machine that has other things to do, too.
    expect(performance.now() - began).toBeLessThan(10_000);
    expect(said).toHaveLength(1);
    expect(said[0]).toMatch(why);
    const [, id] = /^\[([0-9a-f-]{36})\]/.exec(at(said, 0)) ?? [];
    const item = await waiting(text);
    expect(item).toMatchObject({ visibility: 'UNLISTED', reports: [{ byVisitor: false }] });
    expect(item?.reports[0]?.reason).toContain(`under ${id}.`);
    for (const secret of [KEY, text]) expect(said.join()).not.toContain(secret);
  });

  test('it is asked for more than it may have to do at once', async () => {
    let now = 0;
    let most = 0;
    server.behaves((response, asked) => {
      now += 1;
      most = Math.max(most, now);
      setTimeout(() => {
        now -= 1;
        moderation({ hate: false })(response, asked);
      }, 1000);
    });
    const texts = Array.from({ length: 24 }, (_, i) => `a crowd of ${i} owls`);
    const seen = (await Promise.all(texts.map(paint))).map(({ prompt }) => prompt?.visibility);
    expect(most).toBeLessThanOrEqual(16);
    expect(new Set(seen)).toEqual(new Set(['VISIBLE', 'UNLISTED']));
    expect(said.some((line) => line.includes('too many texts'))).toBe(true);
    server.behaves(moderation({ hate: false }));
    expect((await paint('an owl after the crowd')).prompt?.visibility).toBe('VISIBLE');
  });

  test('it is not there', async () => {
    await server.stop();
    expect((await paint('a lonely owl')).prompt?.visibility).toBe('UNLISTED');
    expect(said[0]).toMatch(/cannot be reached/);
  });
});
