import { readFile } from 'node:fs/promises';
import { buildSchema, isInputObjectType, isObjectType } from 'graphql';
import { expect, test } from 'vitest';
import { readRecipe } from '@/app/create/recipe-file';
import { SCHEDULER_NAMES } from '@/lib/diffusion/schedulers/names';
import { encodePng } from '@/lib/jobs/png';
import { settingsOf, SETTINGS } from '@/lib/studio/recipe';

const EXAMPLE = {
  negativePrompt: 'blurry',
  steps: 20,
  guidanceScale: 7.5,
  guidanceRescale: 0.7,
  guidanceMode: 'APG',
  guidanceFrom: 0.1,
  guidanceTo: 0.8,
  scheduler: 'ddim',
  noise: 'CPU',
  width: 64,
  height: 64,
  timestepSpacing: 'TRAILING',
  initialSha256: 'a'.repeat(64),
  strength: 0.5,
} as const;

test('every setting can be asked for and read over GraphQL, and comes back from a PNG', async () => {
  const schema = buildSchema(await readFile('graphql/schema.graphql', 'utf8'));
  for (const name of ['Generation', 'GenerateInput', 'CompareInput']) {
    const type = schema.getType(name);
    const fields = isObjectType(type) || isInputObjectType(type) ? type.getFields() : {};
    expect(Object.keys(fields)).toEqual(expect.arrayContaining(Object.keys(SETTINGS)));
  }
  expect(Object.keys(settingsOf(EXAMPLE)).sort()).toEqual(Object.keys(SETTINGS).sort());
  const named = { prompt: 'a dog', seed: '1', base: 'b', model: 'm', weightsSha256: 'x' };
  const recipe = { ...named, ...settingsOf(EXAMPLE) };
  const image = { rgb: new Uint8Array(3), width: 1, height: 1 };
  const png = await encodePng(image, { sarovar: JSON.stringify(recipe) });
  expect(await readRecipe(new Blob([Uint8Array.from(png)]))).toEqual({ ...named, ...EXAMPLE });
});

test.each([
  ['Euler a', 'euler-ancestral'],
  ['DPM++ 2M Karras', 'dpm++2m-karras'],
  ['dpm++ 2m', 'dpm++2m'],
  ['DPM++ 2M SGM Uniform', 'dpm++2m-sgm-uniform'],
  ['Heun Align Your Steps', 'heun-ays'],
  ['UniPC', 'unipc'],
  ['PLMS', 'pndm'],
  ['lms', 'lms'],
])('a recipe that says %s, as other tools do, means %s', (said, meant) => {
  expect(SETTINGS.scheduler.parse(said)).toBe(meant);
});

test('a scheduler that no tool of ours knows is refused with what to do', () => {
  const { error } = SETTINGS.scheduler.safeParse('Restart');
  expect(error?.issues[0]?.message).toMatch('ask for `schedulers`');
});

test('no two schedulers go by one name', () => {
  const names = Object.entries(SCHEDULER_NAMES).flatMap(([name, { sampler }]) => [name, sampler]);
  const meant = names.map((name) => SETTINGS.scheduler.parse(name));
  expect(new Set(meant).size).toBe(Object.keys(SCHEDULER_NAMES).length);
  expect(meant.filter((_, i) => i % 2 === 0)).toEqual(meant.filter((_, i) => i % 2 === 1));
});
