import { readFileSync } from 'node:fs';
import { expect, test } from 'vitest';
import { z } from 'zod';
import { checkedFacts } from '@/lib/evaluation/checked-facts';
import { promptFacts } from '@/lib/evaluation/facts';
import { judge } from '@/lib/evaluation/judge';
import { vocabularySchema } from '@/lib/evaluation/vocabulary';

const labels = z
  .object({
    words: vocabularySchema,
    nouns: z.array(z.string()),
    actions: z.array(z.string()),
    recolourable: z.array(z.string()),
  })
  .parse(JSON.parse(readFileSync('models/sarovar-64-scorer/labels.json', 'utf8')));

/** The facts of a prompt, as they read on their own, of a picture that shows nothing. */
function textsOf(prompt: string): string[] {
  const nothing = { found: [], background: 'white' };
  const judged = judge(promptFacts(prompt, labels.words), nothing, labels);
  return checkedFacts(prompt, judged, labels.words).map(({ text }) => text);
}

test.each([
  ['a yellow tulip', ['a tulip', 'yellow tulip', 'tulip']],
  [
    'two red balloons to the left of a blue car',
    ['two balloons', 'red balloons', 'balloons, car', 'balloons to the left of car', 'blue car'],
  ],
  ['a woman is surfing on a beach', ['woman', 'woman surfing', 'on a beach']],
  ['a cook on a white background', ['cook', 'on a white background']],
  // Of one noun each colour is a fact of its own, also where the words are the same.
  ['a red star and a red heart', ['red star', 'star, heart', 'red heart']],
])('each fact of “%s” names what it is about', (prompt, texts) => {
  expect(textsOf(prompt)).toEqual(texts);
});

test('what no detector checks names its thing, too', () => {
  expect(textsOf('Three fluffy white kittens playing with yarn on a bright green carpet')).toEqual([
    'Three kittens',
    'white kittens',
    'kittens',
    'kittens playing',
    'green carpet',
  ]);
  expect(textsOf('a black and white cup inside a wooden box')).toEqual([
    'black cup',
    'white cup',
    'cup inside wooden box',
  ]);
  expect(textsOf('seven bottles, all blue')).toEqual(['seven bottles', 'blue']);
});

test.each([
  ['a purple zeppelin and two fish', [{ noun: 'fish', colour: undefined, count: 2 }]],
  ['three purple zeppelins, a fish', [{ noun: 'fish', colour: undefined, count: 1 }]],
  ['a purple zeppelin over a fish', [{ noun: 'fish', colour: undefined, count: 1 }]],
  ['a purple zeppelin, two fish', [{ noun: 'fish', colour: undefined, count: 2 }]],
  ['two big, red cars', [{ noun: 'car', colour: 'red', count: 2 }]],
  ['a large, red car', [{ noun: 'car', colour: 'red', count: 1 }]],
  ['three large and hungry dogs', [{ noun: 'dog', colour: undefined, count: 3 }]],
  ['two shiny red cars', [{ noun: 'car', colour: 'red', count: 2 }]],
])('what is said of a thing that nobody knows is not said of the next: “%s”', (prompt, things) => {
  expect(promptFacts(prompt, labels.words).things).toEqual(things);
});

test('the colour of a thing that nobody knows cannot be checked', () => {
  const prompt = 'a purple zeppelin and two fish quarrelling in a cathedral';
  const fish = { label: 'fish', colour: 'purple', person: '', x: 0, y: 0 };
  const seen = { found: [fish, fish], background: 'white' };
  const judged = judge(promptFacts(prompt, labels.words), seen, labels);
  const verdicts = checkedFacts(prompt, judged, labels.words).map(
    ({ words, verdict }) => `${words} ${verdict}`,
  );
  expect(verdicts).toContain('purple UNCHECKED');
});
