import { randomBytes } from 'node:crypto';
import sharp from 'sharp';
import { z } from 'zod';
import { POST as bring } from '@/app/api/pictures/route';
import { GET as download } from '@/app/yours/download/route';
import { fillArena as paintSets } from '@/lib/arena/enter';
import { openSets } from '@/lib/arena/opening';
import { encodePng } from '@/lib/jobs/png';
import { blobs } from '@/lib/store/blobs';
import { prisma } from '@/lib/store/database';
import { HttpClient } from './http';

const COMPARE = `mutation ($input: CompareInput!) { compare(input: $input) {
  __typename ... on Comparison { id key prompt { id } enrichment { id } } ... on Problem { message } } }`;
const compared = z.object({
  data: z.object({
    compare: z.object({
      __typename: z.string(),
      message: z.string().optional(),
      id: z.string().default(''),
      key: z.string().default(''),
      prompt: z.object({ id: z.string() }).default({ id: '' }),
    }),
  }),
});

/** A comparison that somebody asked for, of which all pictures are painted; `more` is in what they ask. */
export async function painted(who: HttpClient, prompt: string, more: object = {}) {
  const input = { prompt, seeds: ['1'], ...more };
  const { compare } = (await who.ask(COMPARE, compared, { input })).data;
  if (compare.__typename !== 'Comparison') throw new Error(compare.message);
  const where = { comparisonId: compare.key };
  for (const { id } of await prisma().generation.findMany({ where })) {
    const imageSha256 = await blobs().put(randomBytes(100));
    const data = { status: 'SUCCEEDED', imageSha256, finishedAt: new Date() } as const;
    await prisma().generation.update({ where: { id }, data });
  }
  const pictures = await prisma().generation.findMany({ where, orderBy: { id: 'asc' } });
  return { ...compare, pictures };
}

const deletion = z.object({
  data: z.object({
    reply: z.looseObject({ __typename: z.string(), pictures: z.number().optional() }),
  }),
});
const DELETED = `__typename ... on Deleted { pictures votedOn texts kept } ... on Problem { message }`;

/** What is answered to whoever deletes something of their own. */
export async function deleteMine(who: HttpClient, id: string) {
  const query = `mutation ($id: ID!) { reply: deleteMine(id: $id) { ${DELETED} } }`;
  return (await who.ask(query, deletion, { id })).data.reply;
}

/** The same of everything. */
export async function deleteAllMine(who: HttpClient) {
  return (await who.ask(`mutation { reply: deleteAllMine { ${DELETED} } }`, deletion)).data.reply;
}

/** The answer to somebody who downloads what is stored of them. */
export function downloaded({ cookie }: { readonly cookie: string | undefined }): Promise<Response> {
  const headers = { ...(cookie === undefined ? {} : { cookie }) };
  return download(new Request('http://localhost/yours/download', { headers }));
}

/** Brings a picture that nobody brought before, and gets a cookie if there is none. Returns its SHA-256. */
export async function brought(who: { cookie: string | undefined }) {
  const background = `#${randomBytes(3).toString('hex')}`;
  const create = { width: 64, height: 64, channels: 3, background } as const;
  const body = new Uint8Array(await sharp({ create }).png().toBuffer());
  const headers = {
    'content-type': 'image/png',
    ...(who.cookie === undefined ? {} : { cookie: who.cookie }),
  };
  const url = 'http://localhost/api/pictures';
  const response = await bring(new Request(url, { method: 'POST', headers, body }));
  const [cookie] = response.headers.getSetCookie();
  if (cookie !== undefined) who.cookie = cookie.split(';')[0];
  return z.object({ sha256: z.string() }).parse(await response.json()).sha256;
}

/** Somebody who votes and asks with one cookie. */
export function sameBrowser({ cookie }: { readonly cookie: string | undefined }): HttpClient {
  const client = new HttpClient();
  client.cookie = cookie;
  return client;
}

/** Paints what waits for the arena: pictures that differ. */
export async function paintArena(): Promise<void> {
  await paintSets();
  const where = { blind: true, status: 'QUEUED' as const };
  for (const { id } of await prisma().generation.findMany({ where })) {
    const rgb = new Uint8Array(randomBytes(64 * 64 * 3));
    const imageSha256 = await blobs().put(await encodePng({ rgb, width: 64, height: 64 }, {}));
    const data = { status: 'SUCCEEDED', imageSha256, finishedAt: new Date() } as const;
    await prisma().generation.update({ where: { id }, data });
  }
  await openSets();
}

/** Has a longer version of a prompt stored, as if they had written it. */
export const enrich = async (who: HttpClient, prompt: string, text: string) => {
  const answer = z.object({ data: z.object({ enrich: z.object({ id: z.string() }) }) });
  const query = `mutation ($input: EnrichInput!) { enrich(input: $input) { ... on Enrichment { id } } }`;
  return (await who.ask(query, answer, { input: { prompt, text } })).data.enrich.id;
};
