import { at } from '@/lib/at';
import sharp from 'sharp';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { HttpVoter } from '../load/http-voter';
import type { ArenaServer } from '../load/arena-server';
import { attacked } from '../support/attacked';

let server: ArenaServer;
let stop: () => Promise<void>;
beforeAll(async () => {
  // They come from many networks, as a proxy says.
  ({ server, stop } = await attacked(20, { TRUST_PROXY: '1' }));
}, 300_000);
afterAll(() => stop());

const quantile = (times: readonly number[], share: number) =>
  at(
    times.toSorted((a, b) => a - b),
    Math.floor(share * (times.length - 1)),
  );

/** Milliseconds of one vote after another, until `over`. */
async function vote(voter: HttpVoter, over: () => boolean): Promise<number[]> {
  const times: number[] = [];
  while (!over()) {
    const key = await voter.draw(server.url);
    if (key === undefined) break;
    for (const question of ['ALIGNMENT', 'OVERALL'] as const) {
      const begun = performance.now();
      await voter.send(server.url, voter.ballot(key, question));
      times.push(performance.now() - begun);
    }
  }
  return times;
}

async function bring(bytes: Uint8Array, network: string) {
  const headers = { 'content-type': 'image/png', 'x-forwarded-for': network };
  const init = { method: 'POST', headers, body: new Uint8Array(bytes) };
  const begun = performance.now();
  const response = await fetch(`${server.url}/api/pictures`, init);
  await response.arrayBuffer();
  return { response, ms: performance.now() - begun };
}

test('thirty costly pictures at once from thirty networks keep no vote waiting', async () => {
  const costly = await sharp({
    create: { width: 6300, height: 6300, channels: 3, background: 'red' },
  })
    .png()
    .toBuffer();
  let voted = 0;
  await vote(new HttpVoter(1), () => (voted += 1) > 3);
  voted = 0;
  const quiet = await vote(new HttpVoter(2), () => (voted += 1) > 10);
  let isOver = false;
  const bringing = Promise.all(
    Array.from({ length: 30 }, (_, i) => bring(costly, `10.9.0.${i}`)),
  ).finally(() => (isOver = true));
  const meanwhile = await vote(new HttpVoter(3), () => isOver);
  const answers = await bringing;
  const said = answers.map(({ response }) => response.status);
  const [before, during] = [quantile(quiet, 0.95), quantile(meanwhile, 0.95)];
  console.log(
    `votes: p95 ${before.toFixed(0)} ms quiet (${quiet.length}), ${during.toFixed(0)} ms meanwhile (${meanwhile.length}); ` +
      `${said.filter((status) => status === 200).length} pictures kept`,
  );
  expect(new Set(said)).toEqual(new Set([200, 503]));
  for (const { response } of answers) {
    if (response.status === 503) expect(response.headers.get('retry-after')).toBe('5');
  }
  expect(during).toBeLessThan(Math.max(150, 3 * before));
  expect((await bring(costly, '10.9.1.1')).response.status).toBe(200);
});

test('a picture of 20,000,000 x 1 costs next to nothing', async () => {
  const line = await sharp({
    create: { width: 20_000_000, height: 1, channels: 3, background: 'red' },
  })
    .png()
    .toBuffer();
  const times: number[] = [];
  for (let i = 0; i < 5; i += 1) {
    const { response, ms } = await bring(line, '10.9.2.1');
    expect(response.status).toBe(400);
    times.push(ms);
  }
  expect(Math.min(...times)).toBeLessThan(100);
});
