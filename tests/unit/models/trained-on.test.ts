import { cp, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { afterEach, beforeEach, expect, test } from 'vitest';
import { z } from 'zod';
import { readAdapterFolder } from '@/lib/models/adapter';
import { meetsAnotherBase } from '@/lib/models/trained-on';

const NAMED = 'SG161222/Realistic_Vision_V2.0';

let place: string;

beforeEach(async () => {
  place = await mkdtemp(path.join(tmpdir(), 'sarovar-trained-'));
  for (const name of ['sarovar-64', 'sarovar-64-sur-kl']) {
    await cp(`models/${name}/manifest.json`, path.join(place, name, 'manifest.json'));
  }
});
afterEach(() => rm(place, { recursive: true }));

interface Source {
  readonly name: string;
  readonly unetSha256?: string | null;
}

async function add(folder: string, facts: object): Promise<void> {
  const file = path.join(place, folder, 'manifest.json');
  const manifest = z.looseObject({}).parse(JSON.parse(await readFile(file, 'utf8')));
  await writeFile(file, JSON.stringify({ ...manifest, ...facts }));
}

async function said(trainedOn: Source | undefined, source: Source | undefined) {
  await add('sarovar-64', { source });
  await add('sarovar-64-sur-kl', { trainedOn });
  const adapter = await readAdapterFolder(path.join(place, 'sarovar-64-sur-kl'));
  return meetsAnotherBase({
    folder: path.join(place, 'sarovar-64'),
    adapter,
    way: undefined,
    scorer: undefined,
  });
}

test.each<[string, Source | undefined, Source | undefined]>([
  ['says nothing of it', undefined, { name: 'stable-diffusion-v1-5' }],
  ['was trained on the same name', { name: NAMED }, { name: 'realistic-vision-V2.0' }],
  ['has the same weights', { name: NAMED, unetSha256: 'a' }, { name: 'mine', unetSha256: 'a' }],
])('an adapter that %s is at home', async (_, trainedOn, source) => {
  await expect(said(trainedOn, source)).resolves.toBeUndefined();
});

test.each<[string, Source, Source | undefined]>([
  ['another name', { name: NAMED, unetSha256: null }, { name: 'sd15', unetSha256: 'b' }],
  ['other weights', { name: NAMED, unetSha256: 'a' }, { name: NAMED, unetSha256: 'b' }],
  ['nothing', { name: NAMED }, undefined],
])('an adapter whose base has %s says so', async (_, trainedOn, source) => {
  await expect(said(trainedOn, source)).resolves.toMatch(
    /^sarovar-64-sur-kl was trained on SG161222\/Realistic_Vision_V2\.0, and sarovar-64 was made of .*: expect garbage/,
  );
});
