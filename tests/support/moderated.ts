import { randomBytes } from 'node:crypto';
import { z } from 'zod';
import { GET as pictureFile } from '@/app/i/[file]/route';
import { hidden } from '@/lib/moderation/hidden';
import { blobs } from '@/lib/store/blobs';
import { prisma } from '@/lib/store/database';
import { exportedLines } from './exports';
import { HttpClient } from './http';

export const COMPARE = `mutation ($prompt: String!) { compare(input: { prompt: $prompt, seeds: ["1"] }) {
  __typename ... on Comparison { key prompt { id visibility } } ... on InvalidInput { message } } }`;
export const compared = z.object({
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
export async function painted(text: string, visitor = new HttpClient()) {
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
export async function lists(): Promise<string> {
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

/** What of it a stranger finds at its permalinks. */
export async function permalinks({ key, pictures }: Awaited<ReturnType<typeof painted>>) {
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

export const done = z.object({ data: z.object({ reply: z.object({ __typename: z.string() }) }) });

/** What is answered to somebody who decides about something. */
export async function decideAs(id: string, visibility: string, by: HttpClient): Promise<string> {
  const query = `mutation ($id: ID!, $visibility: Visibility!) {
    reply: moderate(id: $id, visibility: $visibility, reason: "because") { __typename } }`;
  return (await by.ask(query, done, { id, visibility })).data.reply.__typename;
}
