import { expect, test } from 'vitest';
import { openAdapter, readAdapterFolder } from '@/lib/models/adapter';
import { openBase } from '@/lib/models/base';
import { openLanguageModel } from '@/lib/models/language-model';
import { onCpu } from '@/tests/support/sessions';
import vectors from '@/tests/fixtures/vectors/adapters.json';

const options = { ...onCpu(2), verifyHashes: true };
const languageModel = () => openLanguageModel('models/smollm2-135m-instruct', options);

test('there are vectors of every method', () => {
  expect([...new Set(vectors.map(({ adapter }) => adapter))]).toEqual([
    'sarovar-64-connector-clip',
    'sarovar-64-ella',
    'sarovar-64-sur-cosine-3000',
    'sarovar-64-sur-cosine-4000',
    'sarovar-64-sur-kl',
  ]);
});

test.each(vectors)(
  '$adapter gives "$prompt" the text states that PyTorch gives it',
  async ({ adapter, base: baseName, prompt, timesteps, every, states }) => {
    const base = await openBase(`models/${baseName}`, options);
    const folder = await readAdapterFolder(`models/${adapter}`);
    const conditioner = await openAdapter(folder, base, languageModel, options);
    const [conditioning] = await conditioner([prompt], timesteps);
    states.forEach((expected, step) => {
      const found = (conditioning?.at(step).data ?? []).filter((_, i) => i % every === 0);
      expect(found).toHaveLength(expected.length);
      const gaps = expected.map((value, i) => Math.abs((found[i] ?? Number.NaN) - value));
      expect(Math.max(...gaps)).toBeLessThan(1e-4);
    });
  },
);
