import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { at } from '@/lib/at';
import { partsOf } from '@/app/create/parts';
import { unknownWords } from '@/lib/diffusion/tokenizers/known-words';
import { promptFacts } from '@/lib/evaluation/facts';
import { judge } from '@/lib/evaluation/judge';
import { kindsFor, roll, sentenceOf, SLOTS } from '@/lib/evaluation/sentences';
import { labelsSchema } from '@/lib/models/scorer';
import { wordsByKind } from '@/lib/models/vocabularies';

const read = async (file: string): Promise<unknown> => JSON.parse(await readFile(file, 'utf8'));

const labels = labelsSchema.parse(await read('models/sarovar-64-scorer/labels.json'));
const { knownWords } = z
  .object({ knownWords: z.array(z.string()) })
  .parse(await read('models/sarovar-64/manifest.json'));
const vocabulary = wordsByKind(knownWords, {
  vocabulary: labels.words,
  recolourable: labels.recolourable,
});
const parts = partsOf(vocabulary);

/** The same chances at every run. */
function chances(seed: number) {
  let state = seed;
  return (below: number) => {
    state = (Math.imul(state, 1664525) + 1013904223) >>> 0;
    return Math.floor((state / 2 ** 32) * below);
  };
}

test('of 200 dice every sentence states two facts or more that can be checked, in words that the base knows', () => {
  if (!parts) throw new Error('The embedded base has a vocabulary.');
  const kinds = kindsFor(parts);
  expect(kinds).toEqual(Object.keys(SLOTS));
  const known = new Set(knownWords);
  const random = chances(7);
  const said = new Set<string>();
  for (let index = 0; index < 200; index += 1) {
    const kind = at(kinds, index % kinds.length);
    const sentence = sentenceOf(kind, roll(kind, parts, random), parts);
    const facts = judge(promptFacts(sentence, labels.words), { found: [], background: '' }, labels);
    expect({ sentence, unknown: unknownWords(sentence, known) }).toEqual({ sentence, unknown: [] });
    expect({ sentence, facts: facts.length }).toSatisfy(() => facts.length >= 2);
    said.add(sentence);
  }
  expect(said.size).toBeGreaterThan(150);
});

test('slots make plain English, and what is left open is left out', () => {
  if (!parts) throw new Error('The embedded base has a vocabulary.');
  const balloons = { number: '3', colour: 'red', thing: 'balloon', background: 'blue' };
  expect(sentenceOf('COUNTING', balloons, parts)).toBe('three red balloons on a blue background');
  expect(sentenceOf('COUNTING', { ...balloons, number: '1', colour: '' }, parts)).toBe(
    'one balloon on a blue background',
  );
  const two = { colour: 'pink', thing: 'umbrella', colour2: 'red', thing2: 'star' };
  expect(sentenceOf('COLOR', { ...two, colour: '' }, parts)).toBe('an umbrella and a red star');
  expect(sentenceOf('SPATIAL', { ...two, relation: 'left of' }, parts)).toBe(
    'a pink umbrella left of a red star',
  );
  const surfs = { person: 'woman', action: 'surfing', background: 'beach' };
  expect(sentenceOf('ACTION', surfs, parts)).toBe('a woman is surfing on a beach');
  // Nobody could check it, and the base cannot paint it.
  expect(sentenceOf('COUNTING', { ...balloons, thing: 'dog' }, parts)).toBe(
    'three dogs on a blue background',
  );
});

test('a base without a detector has no parts to make sentences of', () => {
  expect(partsOf(wordsByKind(knownWords, undefined))).toBeUndefined();
  expect(partsOf(null)).toBeUndefined();
});
