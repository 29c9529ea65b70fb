import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { mkdtemp, readdir, readFile, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import sharp from 'sharp';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { paintsUnasked } from '@/lib/methods/model-names';
import { sha256 } from '@/lib/store/blobs';
import { launch } from '@/scripts/launch';
import { family } from '../support/family';
import { until } from '../support/worker';

const PORT = 3996;
const ORIGIN = `http://127.0.0.1:${PORT}`;

const answer = z.object({
  data: z.object({
    generations: z.object({
      pageInfo: z.object({ hasNextPage: z.boolean(), endCursor: z.string().nullable() }),
      edges: z.array(
        z.object({
          node: z.object({
            id: z.string(),
            status: z.string(),
            imageUrl: z.string().nullable(),
            prompt: z.object({ id: z.string(), seeded: z.boolean() }),
          }),
        }),
      ),
    }),
  }),
});
const asked = z.object({ data: z.object({ generate: z.object({ id: z.string() }) }) });

const activeModels = z.object({
  data: z.object({ models: z.array(z.object({ name: z.string() })) }),
});

async function graphql(
  query: string,
  variables: Record<string, string | null> = {},
): Promise<unknown> {
  const response = await fetch(`${ORIGIN}/api/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ query, variables }),
  });
  return response.json();
}

const PICTURES = /* GraphQL */ `
  query Pictures($after: String) {
    generations(first: 100, after: $after) {
      pageInfo {
        hasNextPage
        endCursor
      }
      edges {
        node {
          id
          status
          imageUrl
          prompt {
            id
            seeded
          }
        }
      }
    }
  }
`;

/** Of some four hundred pictures, with all that the kill interrupts; each is stored in the same way. */
const ENOUGH = 24;

type Picture = z.infer<typeof answer>['data']['generations']['edges'][number]['node'];

async function pictures(after: string | null = null): Promise<Picture[]> {
  const { edges, pageInfo } = answer.parse(await graphql(PICTURES, { after })).data.generations;
  const nodes = edges.map(({ node }) => node);
  return pageInfo.hasNextPage ? [...nodes, ...(await pictures(pageInfo.endCursor))] : nodes;
}

test('after kill -9 of everything in mid-seed-run, each picture is there once and whole', async () => {
  const data = await mkdtemp(path.join(tmpdir(), 'sarovar-kill-'));
  const { prompts } = z
    .object({ prompts: z.array(z.unknown()) })
    .parse(JSON.parse(await readFile('prisma/seed-prompts.json', 'utf8')));

  const first = await launch(PORT, data);
  await until(async () => {
    const done = (await pictures()).filter((node) => node.status === 'SUCCEEDED').length;
    return done >= 2 ? true : undefined;
  });
  const mine = asked.parse(
    await graphql(
      'mutation { generate(input: { prompt: "five blue stars", steps: 90 }) { ... on Generation { id } } }',
    ),
  ).data.generate.id;
  const active = activeModels.parse(await graphql('{ models { name } }')).data.models;
  const models = active.filter(({ name }) => paintsUnasked(name));
  const wanted = prompts.length * models.length + 1;
  const victims = family(first.pid ?? 0);
  const running = (nodes: readonly Picture[]) => nodes.filter(({ status }) => status === 'RUNNING');
  const before = await until(async () => {
    const all = await pictures();
    return running(all).length > 0 ? all : undefined;
  });
  const dead = once(first, 'exit');
  for (const pid of victims) process.kill(pid, 'SIGKILL');
  await dead;
  expect(victims.length).toBeGreaterThanOrEqual(3);
  expect(before).toHaveLength(wanted);
  expect(before.filter((node) => node.status !== 'SUCCEEDED').length).toBeGreaterThan(1);

  const interrupted = running(before).map(({ id }) => id);
  const second = await launch(PORT, data);
  const after = await until(async () => {
    // To list them all the time would take the machine from those who paint.
    await sleep(3_000);
    const all = await pictures();
    const done = all.filter(({ status }) => status === 'SUCCEEDED').map(({ id }) => id);
    const isRepeated = [mine, ...interrupted].every((id) => done.includes(id));
    return done.length >= ENOUGH && isRepeated ? all : undefined;
  });
  const ids = (nodes: readonly { id: string }[]) => nodes.map(({ id }) => id).sort();
  // Sets of the arena with nothing to choose from are published, and so listed, at once.
  const known = new Set(ids(before));
  expect(ids(after).filter((id) => known.has(id))).toEqual(ids(before));
  expect(ids(after)).toContain(mine);
  expect(new Set(after.map((node) => node.prompt.id)).size).toBe(prompts.length + 1);
  expect(after.filter(({ status }) => status === 'FAILED')).toEqual([]);
  for (const { status, imageUrl } of after) {
    if (status !== 'SUCCEEDED') continue;
    const image = await fetch(new URL(imageUrl ?? '', ORIGIN));
    const { info } = await sharp(await image.arrayBuffer())
      .raw()
      .toBuffer({ resolveWithObject: true });
    expect([info.width, info.height]).toEqual([64, 64]);
  }
  const ended = once(second, 'exit');
  second.kill('SIGINT');
  expect((await ended)[0]).toBe(0);

  const files = await readdir(path.join(data, 'blobs'), { recursive: true, withFileTypes: true });
  const blobs = files.filter((file) => file.isFile() && !file.name.endsWith('.tmp'));
  // Methods that paint the same share a file.
  expect(blobs.length).toBeGreaterThanOrEqual(ENOUGH / models.length);
  for (const blob of blobs) {
    expect(sha256(await readFile(path.join(blob.parentPath, blob.name)))).toBe(blob.name);
  }
  await rm(data, { recursive: true, force: true });
}, 1_200_000);
