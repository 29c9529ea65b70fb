// How long an idle worker takes to begin a picture: a whole Sarovar on an empty data folder, asked
// one picture at a time over HTTP. Prints one line of JSON.
import { mkdtemp, rm } from 'node:fs/promises';
import { once } from 'node:events';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import { launch } from './launch';

const PORT = 3995;
const ASKED = 30;

const asked = z.object({ data: z.object({ generate: z.object({ key: z.string() }) }) });
const found = z.object({
  data: z.object({
    generation: z.object({ createdAt: z.coerce.date(), startedAt: z.coerce.date() }),
  }),
});
const idle = z.object({
  data: z.object({ status: z.object({ queued: z.number(), running: z.number() }) }),
});

async function graphql<T>(query: string, shape: z.ZodType<T>): Promise<T> {
  const response = await fetch(`http://127.0.0.1:${PORT}/api/graphql`, {
    method: 'POST',
    headers: { 'content-type': 'application/json' },
    body: JSON.stringify({ query }),
  });
  return shape.parse(await response.json());
}

/** Waits until nothing is waiting or being painted. */
async function untilIdle(): Promise<void> {
  for (;;) {
    const { status } = (await graphql('{ status { queued running } }', idle)).data;
    if (status.queued + status.running === 0) return;
    await sleep(100);
  }
}

const data = await mkdtemp(path.join(tmpdir(), 'sarovar-latency-'));
const launcher = await launch(PORT, data);
const milliseconds: number[] = [];
await untilIdle();
for (let i = 0; i < ASKED; i += 1) {
  // At every phase of the worker's polling.
  await sleep(170 + 37 * i);
  const { key } = (
    await graphql(
      `mutation { generate(input: { prompt: "a dog ${i}", steps: 1 }) { ... on Generation { key } } }`,
      asked,
    )
  ).data.generate;
  await untilIdle();
  const { generation } = (
    await graphql(`{ generation(key: "${key}") { createdAt startedAt } }`, found)
  ).data;
  milliseconds.push(generation.startedAt.getTime() - generation.createdAt.getTime());
}
const ended = once(launcher, 'exit');
launcher.kill('SIGINT');
await ended;
await rm(data, { recursive: true, force: true });
console.log(JSON.stringify({ milliseconds }));
