import { createTranslator } from 'use-intl/core';
import { expect, test } from 'vitest';
import { detectorInWords } from '@/app/components/facts-in-words';
import { agreementOf, ratingInWords, sliceInWords, votesNeeded } from '@/app/results/in-words';
import { messagesOf } from '@/app/words/messages';

const en = createTranslator({ locale: 'en', messages: messagesOf('en') });
const es = createTranslator({ locale: 'es', messages: messagesOf('es') });

test('a rating stands with its interval, or with what is missing for one, as the reader writes numbers', () => {
  const rated = { rating: 1012.4, low: 979.6, high: 11044 };
  expect(ratingInWords(en, rated)).toBe('1,012 (980 to 11,044)');
  expect(ratingInWords(es, rated)).toBe('1012 (de 980 a 11.044)');
  expect(ratingInWords(en, { ...rated, low: null })).toBe('1,012 (too few voters for an interval)');
});

test('which votes results are made of', () => {
  const all = { question: 'ALIGNMENT', category: null, form: null, voters: 'ALL' } as const;
  expect(sliceInWords(en, all)).toBe('Follows the prompt');
  const some = { ...all, category: 'COLOR', form: 'SIMPLE', voters: 'VERIFIED' } as const;
  expect(sliceInWords(en, some)).toBe('Follows the prompt, colour, short prompts, signed in');
  expect(sliceInWords(es, some)).toBe('Sigue la frase, color, frases cortas, con sesión iniciada');
});

test.each([
  [1, 'strong'],
  [0.8, 'strong'],
  [0.799, 'fair'],
  [0.667, 'fair'],
  [0.6, 'weak'],
  [0, 'none'],
  [-0.4, 'none'],
])('an α of %d is %s agreement', (alpha, level) => {
  expect(agreementOf(alpha)).toBe(level);
});

test('an estimate of votes has two digits, and none where nobody will ever cast so many', () => {
  expect([140.2, 12_345, 1_000_001, null, undefined].map(votesNeeded)).toEqual([
    140,
    12_000,
    null,
    null,
    null,
  ]);
});

test('how often a detector is right is said as a range, or as one number', () => {
  const fact = (low: number, high: number) => ({
    kind: 'COUNT' as const,
    words: 'two',
    text: 'two',
    verdict: 'RIGHT' as const,
    seen: '2',
    detectorAccuracy: { value: high, low, high, asked: 100 },
  });
  const said = (facts: ReturnType<typeof fact>[]) =>
    detectorInWords(en, { right: 1, checked: 1, facts, unknownWords: [], scorer: { name: 'eye' } });
  expect(said([fact(0.914, 0.962), fact(0.95, 0.998)])).toMatch(/right about 91–100% of such/);
  expect(said([fact(0.96, 0.961)])).toMatch(/right about 96% of such/);
  expect(said([])).toBe('By the detector eye; nobody has measured how often it is right.');
});
