import type { ChildProcess } from 'node:child_process';
import { writeFile } from 'node:fs/promises';
import path from 'node:path';
import ExifReader from 'exifreader';
import sharp from 'sharp';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import { psnr } from '@/lib/diffusion/image';
import { decodePicture } from '@/lib/jobs/png';
import { registerModels } from '@/lib/models/register';
import { blobs } from '@/lib/store/blobs';
import { prisma } from '@/lib/store/database';
import { startDatabase } from '../support/database';
import { run } from '../support/execute';
import { endWorker, startWorker, until } from '../support/worker';

let stop: () => Promise<void>;
let worker: ChildProcess;
beforeAll(async () => {
  stop = await startDatabase();
  await registerModels('models');
  worker = await startWorker();
});
afterAll(async () => {
  await endWorker(worker, 'SIGTERM');
  await stop();
});

const KEEP = /* GraphQL */ `
  mutation ($base64: String!) {
    keepPicture(base64: $base64) {
      ... on KeptPicture {
        sha256
      }
      ... on Problem {
        message
      }
    }
  }
`;
const COMPARE = /* GraphQL */ `
  mutation ($input: CompareInput!) {
    compare(input: $input) {
      ... on Comparison {
        key
      }
      ... on Problem {
        message
      }
    }
  }
`;
const said = z.object({ message: z.string() });
const kept = z.object({ keepPicture: z.union([z.object({ sha256: z.string() }), said]) });
const compared = z.object({ compare: z.union([z.object({ key: z.string() }), said]) });

const keep = async (bytes: Buffer) =>
  (await run(KEEP, kept, { base64: bytes.toString('base64') })).keepPicture;
const compare = async (input: Record<string, unknown>) =>
  (await run(COMPARE, compared, { input: { prompt: 'a yellow star', seeds: ['1'], ...input } }))
    .compare;

/** The finished pictures of a comparison, in the order of their models' names. */
async function painted(answer: z.infer<typeof compared>['compare']) {
  const comparisonId = 'key' in answer ? answer.key : '';
  return until(async () => {
    const rows = await prisma().generation.findMany({
      where: { comparisonId },
      include: { model: true },
      orderBy: { model: { name: 'asc' } },
    });
    return rows.length > 0 && rows.every(({ finishedAt }) => finishedAt) ? rows : undefined;
  });
}

async function pixels(sha256: string | null) {
  const bytes = await blobs().get(sha256 ?? '');
  return (await decodePicture(bytes ?? new Uint8Array(), 64, 64)).rgb;
}

/** A red disc on green, wider than high, with a place in its metadata. */
const photo = await sharp({ create: { width: 96, height: 64, channels: 3, background: '#0a0' } })
  .composite([
    {
      input: Buffer.from(
        '<svg width="96" height="64"><circle cx="48" cy="32" r="20" fill="red"/></svg>',
      ),
    },
  ])
  .withExif({ IFD0: { Artist: 'somebody' } })
  .jpeg()
  .toBuffer();

test('a picture that somebody brought is painted over, the more the higher the strength', async () => {
  const answer = await keep(photo);
  const initialSha256 = 'sha256' in answer ? answer.sha256 : '';
  const bytes = await blobs().get(initialSha256);
  expect(Buffer.from(bytes ?? []).includes('somebody')).toBe(false);

  const distances: number[] = [];
  for (const strength of [0.04, 0.9]) {
    const rows = await painted(await compare({ initialSha256, strength, steps: 25 }));
    expect(rows.map(({ status }) => status)).toEqual(rows.map(() => 'SUCCEEDED'));
    const [first] = rows;
    expect(first).toMatchObject({ initialSha256, strength });
    distances.push(psnr(await pixels(first?.imageSha256 ?? ''), await pixels(initialSha256)));

    const png = await blobs().get(first?.imageSha256 ?? '');
    const tags: Record<string, unknown> = { ...ExifReader.load(Buffer.from(png ?? [])) };
    const recipe = z.object({ value: z.string() }).parse(tags['sarovar']).value;
    expect(JSON.parse(recipe)).toMatchObject({ initialSha256, strength });
  }
  const [little = 0, much = 0] = distances;
  expect(little).toBeGreaterThan(much + 5);
});

test('a picture that the disk has damaged is not painted over, and helps once it is brought again', async () => {
  const answer = await keep(photo);
  const initialSha256 = 'sha256' in answer ? answer.sha256 : '';
  const folder = path.join(process.env['DATA_DIR'] ?? '', 'blobs', initialSha256.slice(0, 2));
  await writeFile(path.join(folder, initialSha256), 'something else');
  const ask = () => compare({ initialSha256, strength: 0.5, steps: 4 });
  expect(await ask()).toEqual({
    message: `The picture to begin from, ${initialSha256}, is damaged; bring it again.`,
  });
  await keep(photo);
  for (const { status } of await painted(await ask())) expect(status).toBe('SUCCEEDED');
});

test('painting over a picture of ours is reproduced to the last pixel', async () => {
  const [model] = await prisma().model.findMany({ where: { name: 'vanilla' } });
  const modelIds = [Buffer.from(`Model:${model?.id ?? ''}`).toString('base64')];
  const [from] = await painted(await compare({ modelIds, steps: 5 }));
  const input = { modelIds, steps: 8, strength: 0.6, initialSha256: from?.imageSha256 };
  const [once] = await painted(await compare({ ...input, timestepSpacing: 'LEADING' }));
  const [again] = await painted(await compare({ ...input, timestepSpacing: 'LEADING' }));
  const [otherwise] = await painted(await compare(input));
  expect(once?.timestepSpacing).toBe('LEADING');
  expect(again?.pixelsSha256).toBe(once?.pixelsSha256);
  expect(otherwise?.pixelsSha256).not.toBe(once?.pixelsSha256);
});

test.each([
  ['no picture', Buffer.from('GIF89a and so on'), /no PNG, JPEG, WebP or AVIF picture/],
  ['an SVG', Buffer.from('<svg xmlns="http://www.w3.org/2000/svg"/>'), /no PNG, JPEG, WebP/],
  [
    'half a picture',
    photo.subarray(0, photo.length - 200),
    /damaged: it cannot be read to its end/,
  ],
  ['nothing', Buffer.alloc(0), /no PNG, JPEG/],
])('%s is refused in one sentence', async (_title, bytes, sentence) => {
  const { message } = said.parse(await keep(bytes));
  expect(message).toMatch(sentence);
});

test.each([
  [{ initialSha256: 'a'.repeat(64) }, /There is no picture with this SHA-256 here/],
  [{ initialSha256: '../secret' }, /named by the SHA-256 of its file/],
  [{ strength: 1.5 }, /The strength must be a number from 0.01 to 1/],
])('%j is refused in one sentence', async (input, sentence) => {
  const { message } = said.parse(await compare(input));
  expect(message).toMatch(sentence);
});

test('a strength that leaves no step is refused', async () => {
  const answer = await keep(photo);
  const initialSha256 = 'sha256' in answer ? answer.sha256 : '';
  expect(await compare({ initialSha256, strength: 0.1, steps: 5 })).toEqual({
    message: 'A strength of 0.1 leaves none of 5 steps; take more of either.',
  });
});
