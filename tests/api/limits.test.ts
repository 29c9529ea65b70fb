import sharp from 'sharp';
import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { POST } from '@/app/api/pictures/route';
import { POST as stream } from '@/app/api/graphql/stream/route';
import { CLIENT_HEADER } from '@/lib/client-address';
import { pool } from '@/lib/store/database';
import { startDatabase } from '../support/database';

let stop: () => Promise<void>;
let png: Buffer;
beforeAll(async () => {
  stop = await startDatabase();
  png = await sharp({ create: { width: 8, height: 8, channels: 3, background: 'red' } })
    .png()
    .toBuffer();
});
afterAll(() => stop());

function bring(network: string, body: Buffer = png): Promise<Response> {
  const headers = { 'content-type': 'image/png', [CLIENT_HEADER]: network };
  const init = { method: 'POST', headers, body: new Uint8Array(body) };
  return POST(new Request('http://localhost/api/pictures', init));
}

test('answers say what the limit is and what is left of it, and a refusal when it goes on', async () => {
  const first = await bring('10.1.0.1');
  expect(first.status).toBe(200);
  expect(first.headers.get('ratelimit-policy')).toBe('"picture-network";q=60;w=60');
  expect(first.headers.get('ratelimit')).toMatch(/^"picture-network";r=59;t=(60|59)$/);
  expect(first.headers.get('retry-after')).toBeNull();
  for (let i = 1; i < 60; i += 1) await bring('10.1.0.1', Buffer.from('no picture'));
  const last = await bring('10.1.0.1');
  expect(last.status).toBe(429);
  expect(last.headers.get('ratelimit-policy')).toBe('"picture-network";q=60;w=60');
  const [, left, resets] =
    /^"picture-network";r=(\d+);t=(\d+)$/.exec(last.headers.get('ratelimit') ?? '') ?? [];
  expect(left).toBe('0');
  expect(last.headers.get('retry-after')).toBe(resets);
  expect((await bring('10.1.0.2')).status).toBe(200);
});

test('whoever follows as much as one may is told when to try again', async () => {
  const follow = () => {
    const query = 'subscription { generationProgress(id: "x") { id } }';
    const headers = {
      'content-type': 'application/json',
      accept: 'text/event-stream',
      [CLIENT_HEADER]: '10.1.0.3',
    };
    const init = { method: 'POST', headers, body: JSON.stringify({ query }) };
    return stream(new Request('http://localhost/api/graphql/stream', init));
  };
  const answers = [];
  for (let i = 0; i < 11; i += 1) answers.push(await follow());
  const refused = answers.at(-1);
  expect(refused?.status).toBe(429);
  expect(Number(refused?.headers.get('retry-after'))).toBeGreaterThan(0);
  expect(refused?.headers.get('ratelimit-policy')).toContain(
    '"visitor";q=10;qu="concurrent-requests"',
  );
  for (const { body } of answers) void body?.cancel();
});

test('that limits are counted in memory is said once an outage, and so is that it is over', async () => {
  const said = vi.spyOn(console, 'error').mockImplementation(() => undefined);
  const lines = () => said.mock.calls.map(([line]: unknown[]) => String(line));
  const outage = async () => {
    await pool().query('ALTER TABLE "RateLimit" RENAME TO "Away"');
    for (let i = 0; i < 5; i += 1) expect((await bring('10.1.0.4')).status).toBe(200);
    await pool().query('ALTER TABLE "Away" RENAME TO "RateLimit"');
    for (let i = 0; i < 3; i += 1) await bring('10.1.0.4');
  };
  await outage();
  expect(lines()).toEqual([
    expect.stringMatching(/^Limits are counted by this process alone while .*RateLimit/),
    'Limits are counted in the database again.',
  ]);
  await outage();
  expect(lines()).toHaveLength(4);
  said.mockRestore();
});
