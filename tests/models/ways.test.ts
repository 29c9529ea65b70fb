import { expect, test } from 'vitest';
import { WAYS } from '@/lib/methods/ways';
import { openAdapter, readAdapterFolder } from '@/lib/models/adapter';
import { openBase, type GenerateRequest } from '@/lib/models/base';
import { openLanguageModel } from '@/lib/models/language-model';
import { onCpu } from '@/tests/support/sessions';

const options = { ...onCpu(2), verifyHashes: true };
const REQUEST: GenerateRequest = {
  prompt: 'a red balloon left of a blue star',
  negativePrompt: '',
  seeds: [3n],
  steps: 3,
  previewEvery: 0,
  guidanceScale: 4,
  guidanceRescale: 0,
  scheduler: 'ddim',
  noise: 'cpu',
  width: 64,
  height: 64,
};

test('ELLA beside CLIP gives both states, and the same bytes twice and beside others', async () => {
  const base = await openBase('models/sarovar-64', options);
  const llm = () => openLanguageModel('models/smollm2-135m-instruct', options);
  const folder = await readAdapterFolder('models/sarovar-64-ella');
  const ella = await openAdapter(folder, base, llm, options);
  const both = WAYS.clip.conditioner(ella, { vanilla: base.vanilla, vocabulary: undefined });
  const [read] = await both(['a dog'], [900, 100]);
  const [alone] = await ella(['a dog'], [900, 100]);
  const clip = await base.clip('a dog');
  const expected = [...clip.data, ...(alone?.at(1).data ?? [])];
  expect([...(read?.at(1).data ?? [])]).toEqual(expected);

  const paint = (...conditioners: (typeof both)[]) =>
    base.generate({ ...REQUEST, seeds: conditioners.map(() => 3n) }, {}, conditioners);
  const [once] = await paint(both);
  const [, , again] = await paint(base.vanilla, ella, both);
  expect(again).toEqual(once);
  const [without] = await paint(ella);
  expect(once?.rgb).not.toEqual(without?.rgb);
});
