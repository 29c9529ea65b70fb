import { readFile } from 'node:fs/promises';
import { buildSchema, isInputObjectType, isObjectType } from 'graphql';
import { expect, test } from 'vitest';
import { readRecipe } from '@/app/create/recipe-file';
import { encodePng } from '@/lib/jobs/png';
import { settingsOf, SETTINGS } from '@/lib/studio/recipe';

const EXAMPLE = {
  negativePrompt: 'blurry',
  steps: 20,
  guidanceScale: 7.5,
  guidanceRescale: 0.7,
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
