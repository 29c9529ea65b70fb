import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { promptFacts } from '@/lib/evaluation/facts';
import { judge, scoreOf } from '@/lib/evaluation/judge';
import { labelsSchema } from '@/lib/models/scorer';
import vectors from '@/tests/fixtures/vectors/judging.json';

const file = await readFile('models/sarovar-64-scorer/labels.json', 'utf8');
const labels = labelsSchema.parse(JSON.parse(file));
const read = (prompt: string) => promptFacts(prompt, labels.words);
const NOTHING = {
  relation: undefined,
  action: undefined,
  person: undefined,
  background: undefined,
};

test(`the verdicts upon ${vectors.length} captions are those of the training package`, () => {
  for (const { caption, sight, verdict } of vectors) {
    const judged = judge(read(caption), sight, labels);
    for (const [fact, right] of Object.entries(verdict)) {
      const mine = judged.filter((f) => f.fact === fact);
      expect({ caption, fact, known: mine.length > 0 }).toEqual({ caption, fact, known: true });
      expect({ caption, fact, right: mine.every((f) => f.right) }).toEqual({
        caption,
        fact,
        right,
      });
    }
  }
  expect(vectors.length).toBeGreaterThanOrEqual(400);
});

test('a number and a colour belong to the next noun', () => {
  expect(read('Two red balloons and 7 fluffy cats against a blue background!')).toEqual({
    ...NOTHING,
    things: [
      { noun: 'balloon', colour: 'red', count: 2 },
      { noun: 'kitten', colour: undefined, count: 7 },
    ],
    background: 'blue',
  });
});

test('an article means one when a single thing is named, and only then', () => {
  const one = { noun: 'dog', colour: undefined, count: 1 };
  const open = { ...one, count: undefined };
  expect(read('a big dog').things).toEqual([one]);
  expect(read('a picture of dogs').things).toEqual([open]);
  expect(read('the dog').things).toEqual([open]);
  expect(read('a dog and a car').things[0]).toEqual(open);
});

test('a thing that is named again is the same thing, unless its colour differs', () => {
  expect(read('There is a red star. The red star is left of the blue star.').things).toEqual([
    { noun: 'star', colour: 'red', count: undefined },
    { noun: 'star', colour: 'blue', count: undefined },
  ]);
});

test('somebody must do what is done', () => {
  expect(read('a girl is riding a bike')).toMatchObject({ action: 'cycling', person: 'woman' });
  expect(read('a chef in the snow')).toMatchObject({ action: 'cooking', person: undefined });
  expect(read('a running car')).toMatchObject({ action: undefined, person: undefined });
});

test('what no scorer knows has no score', () => {
  const judged = judge(read('Pikachu'), { found: [], background: 'white' }, labels);
  expect(judged).toEqual([]);
  expect(scoreOf(judged)).toBeUndefined();
});

test('the score is the share of facts that are right', () => {
  const star = { label: 'star', colour: 'blue', person: 'man', x: 0.5, y: 0.5 };
  const judged = judge(read('two blue stars'), { found: [star], background: 'white' }, labels);
  expect(judged.map(({ fact, right }) => [fact, right])).toEqual([
    ['object', true],
    ['count', false],
    ['colour', true],
  ]);
  expect(scoreOf(judged)).toBeCloseTo(2 / 3);
});

test('a number is wrong beside other things, and those are said', () => {
  const dog = { label: 'dog', colour: '', person: '', x: 0.3, y: 0.5 };
  const counted = (...found: (typeof dog)[]) =>
    judge(read('a dog'), { found, background: 'white' }, labels).find((f) => f.fact === 'count');
  expect(counted(dog)).toMatchObject({ seen: '1', right: true });
  expect(counted(dog, dog)).toMatchObject({ seen: '2', right: false });
  const car = { ...dog, label: 'car' };
  expect(counted(dog, car, car)).toMatchObject({ seen: '1, 2 × car', right: false });
});
