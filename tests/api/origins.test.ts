import { afterAll, beforeAll, expect, test, vi } from 'vitest';
import { forgetOrigins, knownOrigins, originsOf } from '@/lib/arena/origins';
import { publicVoter } from '@/lib/arena/names';
import { closeVoters, createVoter } from '@/lib/arena/voters';
import { prisma } from '@/lib/store/database';
import { forgetVoter } from '@/lib/yours/forget';
import { startDatabase } from '../support/database';

let stop: () => Promise<void>;
beforeAll(async () => {
  stop = await startDatabase();
});
afterAll(async () => {
  vi.useRealTimers();
  closeVoters();
  await stop();
});

const HOME = { network: '198.51.100.7', client: 'Mozilla/5.0 de-CH' };

test('voters of one network, or of one client, share a name that says nothing', async () => {
  const one = await createVoter(1, HOME);
  const two = await createVoter(1, { ...HOME, client: 'curl/8' });
  const three = await createVoter(1, { ...HOME, network: '198.51.100.8' });
  const known = await knownOrigins();
  const [a = [], b = [], c = []] = [one, two, three].map((id) => known.get(publicVoter(id)));
  expect(a).toHaveLength(2);
  expect([a[0] === b[0], a[1] === b[1]]).toEqual([true, false]);
  expect([a[0] === c[0], a[1] === c[1]]).toEqual([false, true]);
  const rows = JSON.stringify(await prisma().voter.findMany());
  expect(rows).not.toContain('198.51');
  expect(rows).not.toContain('Mozilla');
});

test('whoever is forgotten comes from nowhere', async () => {
  const id = await createVoter(1, HOME);
  const before = (await knownOrigins()).size;
  await forgetVoter(id);
  expect((await knownOrigins()).size).toBe(before - 1);
});

test('after their days origins are gone, and nobody can make the same names again', async () => {
  await createVoter(1, HOME);
  const before = await originsOf(HOME);
  await forgetOrigins();
  expect((await knownOrigins()).size).toBeGreaterThan(0);
  vi.useFakeTimers({ now: Date.now() + 7 * 86_400_000, toFake: ['Date'] });
  await forgetOrigins();
  expect((await knownOrigins()).size).toBe(0);
  expect(await prisma().secret.count({ where: { name: { startsWith: 'origins-' } } })).toBe(0);
  expect(await originsOf(HOME)).not.toEqual(before);
});
