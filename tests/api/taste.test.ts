import sharp from 'sharp';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { GET as draw } from '@/app/yours/taste/route';
import { LEAST_OWN_VOTES } from '@/lib/arena/rankings';
import { closeVoters } from '@/lib/arena/voters';
import { prisma } from '@/lib/store/database';
import { fillArena, publishArena, Visitor } from '../support/arena';
import { startDatabase } from '../support/database';

let stop: () => Promise<void>;
const regular = new Visitor();
const newcomer = new Visitor();
beforeAll(async () => {
  stop = await startDatabase();
  // Sets that no vote publishes before the tests do.
  await fillArena(12, 'COUNTING', 1000);
  await newcomer.decide('LEFT');
  for (let turn = 0; turn < LEAST_OWN_VOTES; turn += 1) {
    await regular.decide(turn % 3 === 0 ? 'RIGHT' : 'LEFT');
  }
});
afterAll(async () => {
  closeVoters();
  await stop();
});

function taste(cookie: string | undefined, more: Readonly<Record<string, string>> = {}) {
  const headers = { ...more, ...(cookie === undefined ? {} : { cookie }) };
  return draw(new Request('http://localhost/yours/taste', { headers }));
}

test('whoever has no cookie, or a forged one, is told that there is no card', async () => {
  for (const cookie of [undefined, 'sarovar-voter=somebody.else']) {
    const answer = await taste(cookie);
    expect(answer.status).toBe(404);
    expect(await answer.text()).toContain('Nobody has voted from this browser yet');
    expect(answer.headers.get('cache-control')).toContain('no-store');
  }
});

test('votes that are not published yet make no card: it would tell who painted what is still judged', async () => {
  const answer = await taste(regular.cookie);
  expect(answer.status).toBe(404);
  expect(await answer.text()).toBe(
    '0 of your votes are published; your own ranking takes 30. Go on at /vote.\n',
  );
});

test('from thirty published votes on there is a picture, for their voter alone', async () => {
  await publishArena();
  const answer = await taste(regular.cookie);
  expect(answer.status).toBe(200);
  expect(answer.headers.get('content-type')).toBe('image/png');
  expect(answer.headers.get('cache-control')).toBe('private, no-store');
  expect(answer.headers.get('vary')).toBe('cookie');
  const png = Buffer.from(await answer.arrayBuffer());
  const { width, height, exif, comments } = await sharp(png).metadata();
  expect({ width, height, exif, comments }).toEqual({ width: 1200, height: 630 });
  const { voterId } = await prisma().matchup.findFirstOrThrow({ orderBy: { id: 'desc' } });
  expect(png.includes(voterId)).toBe(false);

  const other = await taste(newcomer.cookie);
  expect(other.status).toBe(404);
  expect(await other.text()).toContain('1 of your votes are published');
});

test('it is drawn in the language of whoever asks', async () => {
  const bytes = async (more: Readonly<Record<string, string>>) =>
    Buffer.from(await (await taste(regular.cookie, more)).arrayBuffer());
  const english = await bytes({ 'accept-language': 'en' });
  expect(await bytes({ 'accept-language': 'en' })).toEqual(english);
  expect(await bytes({ 'accept-language': 'es' })).not.toEqual(english);
  expect(await (await taste(undefined, { 'accept-language': 'es' })).text()).toContain(
    'vota primero',
  );
});

test('it is drawn a few times a minute at most', async () => {
  const again = await Promise.all(Array.from({ length: 31 }, () => taste(newcomer.cookie)));
  const refused = again.filter(({ status }) => status === 429);
  expect(refused.length).toBeGreaterThan(0);
  expect(Number(refused[0]?.headers.get('retry-after'))).toBeGreaterThan(0);
});
