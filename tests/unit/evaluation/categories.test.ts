import { expect, test } from 'vitest';
import { CATEGORIES } from '@/app/components/categories';
import { inferredCategory } from '@/lib/evaluation/categories';
import seeds from '@/prisma/seed-prompts.json';

test.each([
  ['five dogs', 'COUNTING'],
  ['a painting of 3 cats', 'COUNTING'],
  ['a pair of shoes', 'COUNTING'],
  ['a couple dancing', 'ACTION'],
  ['a 4k photo', 'OTHER'],
  ['a one-eyed monster', 'OTHER'],
  ['one of the lamps', 'OTHER'],
  ['no one', 'OTHER'],
  ['a red lamp', 'COLOR'],
  ['a red lamp under a table', 'COLOR'],
  ['a house on a blue background', 'COLOR'],
  ['a man is lifting weights on a white background', 'ACTION'],
  ['a dog runs on a beach', 'ACTION'],
  ['a lamp and boxing gloves', 'OTHER'],
  ['the rising sun', 'OTHER'],
  ['a building', 'OTHER'],
  ['a lamp to the left of a table', 'SPATIAL'],
  ['a lamp in front of a table', 'SPATIAL'],
  ['Super Mario', 'CHARACTER'],
  ['', 'OTHER'],
])('%s: %s', (prompt, category) => {
  expect(inferredCategory(prompt)).toBe(category);
});

test('most seed prompts are where the people who chose them put them', () => {
  const agreed = seeds.prompts.filter(({ text, category }) => inferredCategory(text) === category);
  expect(agreed.length).toBeGreaterThanOrEqual(31);
});

test('of several facts the one that comes first on pages decides', () => {
  const prompts = [
    'two red lamps',
    'a red dog running',
    'a dog running behind a tree',
    'Pikachu inside a box',
  ];
  const order = prompts.map((prompt) => inferredCategory(prompt));
  expect(order).toEqual(CATEGORIES.slice(0, 4).map(({ name }) => name));
});
