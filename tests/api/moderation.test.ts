import { encodeGlobalID } from '@pothos/plugin-relay';
import { randomBytes, randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { GET as pictureFile } from '@/app/i/[file]/route';
import { hidden } from '@/lib/moderation/hidden';
import { blobs } from '@/lib/store/blobs';
import { prisma } from '@/lib/store/database';
import { startCurated } from '../support/curated';
import { HttpClient } from '../support/http';
import {
  COMPARE,
  compared,
  decideAs,
  done,
  lists,
  painted,
  permalinks,
} from '../support/moderated';

let stop: () => Promise<void>;
let curator: HttpClient;
beforeAll(async () => {
  ({ stop, curator } = await startCurated());
});
afterAll(() => stop());

const decide = (id: string, visibility: string, by = curator) => decideAs(id, visibility, by);

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
