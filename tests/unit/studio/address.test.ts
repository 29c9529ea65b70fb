import { expect, test } from 'vitest';
import { addressOf, readAddress } from '@/app/create/address';
import { emptyChoices, seedsFrom, type Choices, type Offer } from '@/app/create/choices';
import { insertedAt } from '@/app/create/insert';
import { mostFacts } from '@/app/create/most-facts';
import { secondsLeft } from '@/app/create/progress';
import { byMethod } from '@/lib/methods';
import { LIMITS } from '@/lib/studio/picture-limits';
import { chiefsOf } from '@/lib/methods/model-names';

const MODELS = [
  ['vanilla', 'VANILLA'],
  ['connector-clip', 'ELLA'],
  ['ella', 'ELLA'],
  ['ella-clip', 'ELLA'],
  ['sur-kl', 'SUR'],
  ['sur-cosine-3000', 'SUR'],
  ['sur-cosine-4000', 'SUR'],
].map(([name = '', method = '']) => ({ name, method }));

const standing = chiefsOf(MODELS.toSorted(byMethod)).map(({ name }) => name);

const offer: Offer = {
  bases: [
    {
      id: 'QmFzZTox',
      schedulers: ['ddim'],
      name: 'small',
      title: 'Small',
      steps: 25,
      guidanceScale: 4,
      scheduler: 'ddim',
      resolution: 64,
      sizeStep: 8,
      isDefault: true,
      vocabulary: null,
      methodComparison: null,
    },
  ],
  models: MODELS.map((model) => ({
    ...model,
    id: `id of ${model.name}`,
    weightsSha256: 'abc',
    base: 'small',
    isDefault: standing.includes(model.name),
  })),
};

const KEY = '01234567-89ab-7def-8123-456789abcdef';
const OTHER = '11234567-89ab-7def-8123-456789abcdef';

const read = (address: string) =>
  readAddress(new URL(address, 'http://localhost').searchParams, offer);

test('of each method one model stands for it: no control, no other way, the longest trained', () => {
  expect(standing).toEqual(['vanilla', 'sur-cosine-4000', 'ella']);
  expect(chiefsOf([{ name: 'sur-kl', method: 'SUR' }])).toHaveLength(1);
  expect(chiefsOf([{ name: 'connector-clip', method: 'ELLA' }])).toEqual([]);
  expect(chiefsOf([{ name: 'ella-clip', method: 'ELLA' }])).toEqual([]);
});

test('what stands in the form comes back from its address', () => {
  const choices: Choices = {
    prompt: 'two “yellow” fish & a dog?',
    base: 'small',
    models: ['vanilla', 'sur-kl'],
    category: 'SPATIAL',
    seed: '9223372036854775807',
    seeds: 2,
    longer: true,
    settings: {
      steps: '12',
      width: '128',
      negativePrompt: 'blurry',
      initialSha256: 'a'.repeat(64),
    },
  };
  const address = addressOf({}, choices, offer);
  expect(read(address)).toMatchObject({ choices, saysChoices: true, shown: {} });
  const beside = read(addressOf({ comparison: KEY, with: OTHER }, choices, offer));
  expect(beside).toMatchObject({ choices, shown: { comparison: KEY, with: OTHER } });
});

test('an address says no more than it must', () => {
  const empty = emptyChoices(offer);
  expect(addressOf({}, empty, offer)).toBe('/create');
  expect(addressOf({}, { ...empty, prompt: 'a dog' }, offer)).toBe('/create?prompt=a+dog');
  expect(addressOf({ comparison: KEY }, undefined, offer)).toBe(`/create?comparison=${KEY}`);
  expect(read(`/create?comparison=${KEY}`).saysChoices).toBe(false);
  // An emptied prompt is not that of the pictures.
  expect(read(addressOf({ comparison: KEY }, empty, offer)).saysChoices).toBe(true);
});

test('a method’s name means the model that stands for it', () => {
  const { choices } = read('/create?prompt=a+dog&methods=sur,ella&seed=7&longer=1');
  expect(choices).toMatchObject({ models: ['sur-cosine-4000', 'ella'], seed: '7', longer: true });
});

test.each([
  ['methods=vanilla,nobody', 'methods'],
  ['seed=-2', 'seed'],
  ['seed=9223372036854775808', 'seed'],
  ['seeds=5', 'seeds'],
  ['steps=1000', 'steps'],
  ['steps=many', 'steps'],
  ['scheduler=magic', 'scheduler'],
  ['base=none', 'base'],
  ['comparison=x', 'comparison'],
  ['from=../../etc', 'from'],
  ['longer=yes', 'longer'],
  [`prompt=${'x'.repeat(2001)}`, 'prompt'],
])('%s leaves the form empty and is named', (query, problem) => {
  const { choices, ...rest } = read(`/create?prompt=a+dog&${query}`);
  expect(rest).toMatchObject({ problem, shown: {} });
  expect(choices).toEqual(emptyChoices(offer));
});

test('a seed of -1 is a random one, as in other tools', () => {
  expect(read('/create?prompt=a+dog&seed=-1').choices.seed).toBe('');
  const random = new Set(Array.from({ length: 50 }, () => seedsFrom('-1', 1)[0]));
  expect(random.size).toBeGreaterThan(40);
  expect(random).not.toContain('-1');
});

test('a text beyond its limit stays whole in the address, and what no address could hold is left out', () => {
  const long = 'x'.repeat(LIMITS.prompt + 1);
  const whole = { ...emptyChoices(offer), prompt: long, settings: { negativePrompt: long } };
  expect(read(addressOf({}, whole, offer))).toMatchObject({ choices: whole });
  const novel = { ...whole, prompt: 'x'.repeat(10_000) };
  expect(addressOf({}, novel, offer).length).toBeLessThan(2000);
});

test('seeds follow the first one, or begin by chance', () => {
  expect(seedsFrom('7', 3)).toEqual(['7', '8', '9']);
  const random = new Set(Array.from({ length: 50 }, () => seedsFrom('', 1)[0]));
  expect(random.size).toBeGreaterThan(45);
  expect(() => seedsFrom('seven', 1)).toThrow('The seed must be a whole number');
});

test('words are put where the cursor is, with spaces around them', () => {
  const at = (start: number, end = start) => ({ selectionStart: start, selectionEnd: end });
  expect(insertedAt(null, '', 'dog')).toEqual({ text: 'dog', caret: 3 });
  expect(insertedAt(at(1), 'a', 'dog')).toEqual({ text: 'a dog', caret: 5 });
  expect(insertedAt(at(2, 5), 'a cat left of a dog', 'fish').text).toBe('a fish left of a dog');
  expect(insertedAt(at(2), 'a dog', 'red').text).toBe('a red dog');
});

test('who has most facts right is said once two models are judged', () => {
  const picture = (name: string, right: number) => ({
    model: { name, method: 'SUR' as const, base: { name: 'small' } },
    scores: [{ right, checked: 3, facts: [], unknownWords: [], scorer: { name: 'x' } }],
  });
  const names = (...pictures: Parameters<typeof mostFacts>[0]) =>
    mostFacts(pictures)?.best.map(({ model, right }) => `${model.name} ${right}`);
  expect(names(picture('a', 3))).toBeUndefined();
  expect(names(picture('a', 3), { ...picture('b', 0), scores: [] })).toBeUndefined();
  expect(names(picture('a', 3), picture('b', 2))).toEqual(['a 3']);
  expect(names(picture('a', 1), picture('b', 2), picture('a', 3))).toEqual(['a 4']);
  expect(mostFacts([picture('a', 2), picture('b', 2)])).toMatchObject({ isDraw: true });
});

test('the time left follows from the pace so far', () => {
  expect(secondsLeft({ at: 0, done: 5 }, { at: 10_000, done: 15 }, 75)).toBe(60);
  expect(secondsLeft({ at: 0, done: 5 }, { at: 0, done: 5 }, 75)).toBeUndefined();
});
