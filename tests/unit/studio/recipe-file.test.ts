import { expect, test } from 'vitest';
import { readRecipe } from '@/app/create/recipe-file';
import { encodePng } from '@/lib/jobs/png';

const RECIPE = {
  prompt: 'two “yellow” fish – ü',
  negativePrompt: '',
  seed: '9223372036854775807',
  steps: 25,
  guidanceScale: 4,
  guidanceRescale: 0,
  width: 64,
  height: 64,
  scheduler: 'ddim',
  noise: 'CPU',
  base: 'sarovar-64',
  model: 'vanilla',
  weightsSha256: 'abc',
};

async function png(texts: Record<string, string>): Promise<Uint8Array> {
  return encodePng({ rgb: new Uint8Array(8 * 8 * 3), width: 8, height: 8 }, texts);
}
const file = (bytes: Uint8Array) => new Blob([Uint8Array.from(bytes)]);

test('the recipe that the worker writes into a PNG comes back', async () => {
  const bytes = await png({
    parameters: 'x',
    sarovar: JSON.stringify({ ...RECIPE, device: 'cpu' }),
  });
  expect(await readRecipe(file(bytes))).toEqual(RECIPE);
});

test.each([
  ['nothing', {}, 'There is no recipe in this picture'],
  ['no JSON', { sarovar: '{' }, 'The recipe in this picture cannot be read.'],
  [
    'too many steps',
    { sarovar: JSON.stringify({ ...RECIPE, steps: 1e9 }) },
    'steps cannot be used',
  ],
  ['a long prompt', { sarovar: JSON.stringify({ ...RECIPE, prompt: 'x'.repeat(1e6) }) }, 'prompt'],
])('a PNG that says %s is refused with a sentence', async (_title, texts, sentence) => {
  await expect(readRecipe(file(await png(texts)))).rejects.toThrow(sentence);
});

test('what is no PNG, is too large, or claims to be huge is refused before it is decoded', async () => {
  await expect(readRecipe(new Blob(['no picture']))).rejects.toThrow('not a picture');
  await expect(readRecipe(new Blob([new Uint8Array(20_000_001)]))).rejects.toThrow('too large');
  // A bomb: a small file whose header claims 60,000 × 60,000 pixels.
  const bomb = Buffer.from(await png({ sarovar: JSON.stringify(RECIPE) }));
  bomb.writeUInt32BE(60_000, 16);
  bomb.writeUInt32BE(60_000, 20);
  await expect(readRecipe(file(bomb))).rejects.toThrow('too large to be one of ours');
});
