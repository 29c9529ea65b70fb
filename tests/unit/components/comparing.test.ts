import { createTranslator } from 'use-intl/core';
import { describe, expect, test } from 'vitest';
import { differenceOf } from '@/app/c/[key]/difference';
import { foundWords } from '@/app/c/[key]/found-words';
import { areInPairs, mainPictures, ofOneNoise } from '@/app/components/main-pictures';
import { verdictLine } from '@/app/components/verdict-line';
import { messagesOf } from '@/app/words/messages';
import { preferencesOf } from '@/app/front/preferences';

const PROMPT = 'three red balloons and a zebra';

const place = (word: string) => {
  const start = PROMPT.indexOf(word);
  return [{ start, end: start + word.length }];
};
type Verdict = 'RIGHT' | 'WRONG' | 'UNCHECKED';
const score = (count: Verdict, colour: Verdict) => ({
  facts: [
    { kind: 'COUNT', text: 'three balloons', verdict: count, places: place('three') },
    { kind: 'COLOUR', text: 'red', verdict: colour, places: place('red') },
    { kind: 'OBJECT', text: 'balloons', verdict: 'RIGHT' as const, places: place('balloons') },
    {
      kind: 'OBJECT',
      text: 'red balloons',
      verdict: 'UNCHECKED' as const,
      places: place('red balloons'),
    },
  ],
  unknownWords: [{ places: place('zebra') }],
});

test('each word of a prompt says in how many pictures it was found', () => {
  const parts = foundWords(PROMPT, [score('RIGHT', 'WRONG'), score('WRONG', 'WRONG')]);
  expect(parts).toEqual([
    { text: 'three', found: 'some' },
    { text: ' ', found: undefined },
    { text: 'red', found: 'none' },
    { text: ' ', found: 'unchecked' },
    { text: 'balloons', found: 'all' },
    { text: ' and a ', found: undefined },
    { text: 'zebra', found: 'unknown' },
  ]);
  expect(foundWords(PROMPT, [])).toEqual([{ text: PROMPT, found: undefined }]);
  expect(foundWords('', [])).toEqual([]);
});

test('the difference of two pictures is amplified, and shading is none', () => {
  const a = Uint8ClampedArray.from([0, 0, 0, 255, 10, 10, 10, 255]);
  const b = Uint8ClampedArray.from([0, 100, 0, 255, 20, 10, 10, 255]);
  const { rgba, share } = differenceOf(a, b);
  expect(share).toBe(0.5);
  expect([...rgba]).toEqual([0, 255, 0, 255, 40, 0, 0, 255]);
  expect(differenceOf(a, a).share).toBe(0);
});

const picture = (method: string, name: string, seed = '1') => ({ seed, model: { method, name } });

test('one picture stands for each method: no control, and the longest training', () => {
  const all = [
    picture('VANILLA', 'vanilla'),
    picture('SUR', 'sur-cosine-3000'),
    picture('SUR', 'sur-cosine-4000'),
    picture('SUR', 'sur-kl'),
    picture('ELLA', 'connector-clip'),
    picture('ELLA', 'ella'),
    picture('ELLA', 'ella', '2'),
  ];
  expect(mainPictures(all).map(({ model, seed }) => `${model.name} ${seed}`)).toEqual([
    'vanilla 1',
    'sur-cosine-4000 1',
    'ella 1',
    'ella 2',
  ]);
  const control = [picture('ELLA', 'connector-clip')];
  expect(mainPictures(control)).toEqual(control);
  expect(mainPictures([])).toEqual([]);
});

describe('pictures of the arena, where each two have noise of their own', () => {
  const pairs = [
    [picture('SUR', 'sur-kl', '1'), picture('SUR', 'sur-cosine-4000', '1')],
    [picture('ELLA', 'connector-clip', '2'), picture('SUR', 'sur-kl', '2')],
    [picture('VANILLA', 'vanilla', '3'), picture('ELLA', 'connector-clip', '3')],
    [picture('VANILLA', 'vanilla', '4'), picture('ELLA', 'ella', '4')],
    [picture('SUR', 'sur-cosine-4000', '5'), picture('ELLA', 'ella', '5')],
  ];

  test('are told from those that all models painted from each noise', () => {
    expect(areInPairs(pairs.flat())).toBe(true);
    expect(areInPairs(pairs.flat().map((own) => ({ ...own, seed: '1' })))).toBe(false);
    // Two models from two noises, and one from several, are asked for in Create.
    const two = [picture('VANILLA', 'vanilla'), picture('ELLA', 'ella')];
    expect(areInPairs([...two, ...two.map((own) => ({ ...own, seed: '2' }))])).toBe(false);
    expect(areInPairs([])).toBe(false);
  });

  test('stand for their set by the pair that compares methods', () => {
    expect(ofOneNoise(pairs.flat())).toEqual(pairs[3]);
    expect(ofOneNoise(pairs.slice(0, 3).flat())).toEqual(pairs[0]);
    expect(ofOneNoise(pairs.slice(1, 3).flat())).toEqual(pairs[1]);
    expect(ofOneNoise([])).toEqual([]);
    const grid = ['1', '2'].map((seed) => [
      picture('VANILLA', 'vanilla', seed),
      picture('ELLA', 'ella', seed),
    ]);
    expect(ofOneNoise(grid.flat())).toEqual(grid[0]);
  });
});

const t = createTranslator({ locale: 'en', messages: messagesOf('en') });

test('the verdict names the best first', () => {
  const of = (title: string, right: number, checked = 3) => ({
    title,
    scores: [{ right, checked }],
  });
  expect(verdictLine(t, [of('Vanilla', 1), of('SUR', 1), of('ELLA', 3)])).toBe(
    'ELLA: 3 of 3 facts · Vanilla: 1 of 3 · SUR: 1 of 3',
  );
  expect(verdictLine(t, [{ title: 'SUR', scores: [] }, of('ELLA', 0, 0)])).toBe('');
});

const votes = (first: string, second: string, wins: number, losses: number, neither = 0) => ({
  first: { id: first },
  second: { id: second },
  wins,
  losses,
  ties: neither,
  bothBad: 0,
});

test('who was preferred on a card is counted among the models that it shows', () => {
  const shown = [{ id: 'vanilla' }, { id: 'ella' }];
  const pairs = [votes('vanilla', 'ella', 1, 6, 3), votes('ella', 'control', 0, 9)];
  expect(preferencesOf(shown, pairs)).toMatchObject({
    votes: 10,
    models: [{ wins: 1 }, { wins: 6 }],
    leader: { model: { id: 'ella' }, wins: 6, votes: 10 },
  });
  // Each against those that it met: one who met few is not behind for that.
  const third = [...shown, { id: 'sur' }];
  const more = [votes('vanilla', 'ella', 4, 6), votes('ella', 'sur', 1, 2)];
  expect(preferencesOf(third, more)?.leader).toMatchObject({ model: { id: 'sur' }, votes: 3 });
  expect(preferencesOf(shown, [votes('vanilla', 'ella', 2, 2, 1)])?.leader).toBeUndefined();
  expect(preferencesOf(shown, [votes('vanilla', 'ella', 0, 0, 5)])).toMatchObject({ votes: 5 });
  expect(preferencesOf(shown, [votes('ella', 'control', 0, 9)])).toBeUndefined();
});
