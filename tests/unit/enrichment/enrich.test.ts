import { expect, test } from 'vitest';
import { enrich } from '@/lib/enrichment/enrich';
import type { LanguageModel } from '@/lib/enrichment/language-model';
import { renderTemplate, TEMPLATES } from '@/lib/enrichment/templates';

/** No real model loses facts on demand: this one says `lines`, one an attempt, after the opening. */
function forgetful(lines: readonly string[]): LanguageModel {
  const left = [...lines];
  return {
    name: 'forgetful',
    async *complete({ opening }) {
      yield await Promise.resolve(`${opening} ${left.shift() ?? ''}`);
    },
  };
}

test('a first text that keeps everything is taken as it is', async () => {
  const model = forgetful(['Two yellow fish swim in a pond.']);
  expect(await enrich(model, TEMPLATES.detailed, 'two yellow fish', 7)).toMatchObject({
    text: 'Two yellow fish swim in a pond.',
    drafts: 1,
    mended: [],
  });
});

test('later drafts begin with the short prompt', async () => {
  const model = forgetful(['A fish swims in a pond.', 'pond is round and blue.']);
  expect(await enrich(model, TEMPLATES.detailed, 'two yellow fish', 0)).toMatchObject({
    text: 'Two yellow fish. The pond is round and blue.',
    drafts: 2,
    mended: [],
  });
});

test('what is lost in every draft is mended, and the result says so', async () => {
  const wrong = 'water is clear. Three fish swim.';
  const model = forgetful([wrong, wrong, wrong, wrong]);
  const result = await enrich(model, TEMPLATES.detailed, 'two yellow fish', 0);
  expect(result.text).toBe('Two yellow fish. The water is clear.');
  expect(result.mended.map(({ text }) => text)).toEqual(['two fish']);
  expect(result.facts.every(({ kept }) => kept)).toBe(true);
});

test('a draft that adds nothing does not count, and a model that never adds anything is said to', async () => {
  const second = forgetful(['Two yellow fish.', 'water is clear and still.']);
  expect(await enrich(second, TEMPLATES.detailed, 'two yellow fish', 0)).toMatchObject({
    text: 'Two yellow fish. The water is clear and still.',
    drafts: 2,
  });
  const silent = forgetful(['Two yellow fish.']);
  await expect(enrich(silent, TEMPLATES.detailed, 'two yellow fish', 0)).rejects.toThrow(
    'forgetful had nothing to add to “two yellow fish” in 4 drafts.',
  );
});

test('what a model repeats is said once, in four sentences at most', async () => {
  const loop =
    'Two yellow fish swim in a pond. They are round. They are round. They are small. They sing. They play.';
  const { text } = await enrich(forgetful([loop]), TEMPLATES.detailed, 'two yellow fish', 0);
  expect(text).toBe('Two yellow fish swim in a pond. They are round. They are small. They sing.');
});

test('a template shows examples and ends where the answer begins', () => {
  const text = renderTemplate(TEMPLATES.detailed, 'a dog');
  expect(text.match(/Short: /g)).toHaveLength(5);
  expect(text.endsWith('Short: a dog\nLong:')).toBe(true);
});
