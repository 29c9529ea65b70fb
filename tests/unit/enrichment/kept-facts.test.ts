import { expect, test } from 'vitest';
import { keptFacts } from '@/lib/enrichment/kept-facts';

const lost = (short: string, long: string) =>
  keptFacts(short, long)
    .filter(({ kept }) => !kept)
    .map(({ text }) => text);

test('what a short prompt states', () => {
  expect(keptFacts('three red balloons on a blue background', '')).toEqual([
    { kind: 'object', text: 'balloons', kept: false },
    { kind: 'number', text: 'three balloons', kept: false },
    { kind: 'colour', text: 'red balloons', kept: false },
    { kind: 'object', text: 'background', kept: false },
    { kind: 'colour', text: 'blue background', kept: false },
  ]);
});

test.each([
  ['two yellow fish', 'Two bright yellow fish swim side by side.', []],
  ['two yellow fish', 'There are 2 fish. Each fish is yellow.', []],
  ['two yellow fish', 'A yellow fish swims.', ['two fish']],
  ['two yellow fish', 'Two yellow fish and then three fish.', ['two fish']],
  ['two yellow fish', 'Two fish swim in a pond.', ['yellow fish']],
  ['five dogs', 'Five dogs are running. All five dogs are brown.', []],
  ['a cat', 'Cats everywhere.', []],
  ['a dog left of a turtle', 'The dog stands left of the green turtle.', []],
  ['a dog left of a turtle', 'The turtle is to the right of the dog.', []],
  ['a dog left of a turtle', 'The turtle is left of the dog.', ['dog left of turtle']],
  ['a star above a car', 'A star and a car.', ['star above car']],
])('%j in %j loses %j', (short, long, missing) => {
  expect(lost(short, long)).toEqual(missing);
});

test('a prompt keeps all that it says itself', () => {
  for (const prompt of [
    'Three fluffy white kittens playing with a ball of yarn on a bright green carpet',
    'A chef tossing a pizza dough in the air in a kitchen',
    'a purple umbrella to the right of a sun in the night sky',
    'Pikachu',
  ]) {
    expect(lost(prompt, prompt)).toEqual([]);
  }
});
