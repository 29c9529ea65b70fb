import { afterAll, expect, test } from 'vitest';
import { enrich } from '@/lib/enrichment/enrich';
import type { LanguageModel } from '@/lib/enrichment/language-model';
import { renderTemplate, TEMPLATES } from '@/lib/enrichment/templates';
import { openLanguageModel } from '@/lib/inference/language-model';

const embedded = await openLanguageModel('models/smollm2-135m-instruct', 'cpu', 2);
afterAll(() => embedded.close());

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

test.each(['two yellow fish', 'three red balloons on a blue background'])(
  'the embedded model makes "%s" longer and loses nothing',
  async (short) => {
    const { text, facts, drafts } = await enrich(embedded, TEMPLATES.detailed, short, 0);
    expect(facts.filter(({ kept }) => !kept)).toEqual([]);
    expect(text.length).toBeGreaterThan(short.length);
    expect(text).toMatch(/[.!?]$/);
    expect(drafts).toBeLessThanOrEqual(4);
  },
);

test('a first text that keeps everything is taken as it is', async () => {
  const model = forgetful(['Two yellow fish swim.']);
  expect(await enrich(model, TEMPLATES.detailed, 'two yellow fish', 7)).toMatchObject({
    text: 'Two yellow fish swim.',
    drafts: 1,
    mended: [],
  });
});

test('later drafts begin with the short prompt', async () => {
  const model = forgetful(['A fish swims.', 'They swim in a pond.']);
  expect(await enrich(model, TEMPLATES.detailed, 'two yellow fish', 0)).toMatchObject({
    text: 'Two yellow fish. They swim in a pond.',
    drafts: 2,
    mended: [],
  });
});

test('what is lost in every draft is mended, and the result says so', async () => {
  const wrong = 'Three fish swim. The water is clear.';
  const model = forgetful([wrong, wrong, wrong, wrong]);
  const result = await enrich(model, TEMPLATES.detailed, 'two yellow fish', 0);
  expect(result.text).toBe('Two yellow fish. The water is clear.');
  expect(result.mended.map(({ text }) => text)).toEqual(['two fish']);
  expect(result.facts.every(({ kept }) => kept)).toBe(true);
});

test('a template shows examples and ends where the answer begins', () => {
  const text = renderTemplate(TEMPLATES.detailed, 'a dog');
  expect(text.match(/Short: /g)).toHaveLength(5);
  expect(text.endsWith('Short: a dog\nLong:')).toBe(true);
});
