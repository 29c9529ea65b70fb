import { describe, expect, test } from 'vitest';
import { plainText, unwrapped } from '@/lib/enrichment/unwrapped';

async function* inPieces(text: string, size: number) {
  for (let i = 0; i < text.length; i += size) yield await Promise.resolve(text.slice(i, i + size));
}

async function passed(text: string, size: number): Promise<string> {
  let out = '';
  for await (const piece of unwrapped(inPieces(text, size))) out += piece;
  return out;
}

describe('what only looks like a wrapping stays', () => {
  test.each([
    'Here is a dog: it is brown and it sits on a stone.',
    'Here are three red balloons above a house.',
    'The long road leads to a picture of a house on a hill.',
    'The user interface of a phone has four round buttons.',
    'The answer is written on a white card.',
    'Sure feet carry a goat: it stands on a rock.',
    'Great waves rise. A boat is small below them.',
    'I am a red robot with one eye, and a sign says so.',
    'Sorry is written on a card in red letters.',
    'Text covers a wall of grey stone.',
    'A door has the number 3 < 4 on it, in gold.',
    '“Stop” is written on a red sign.',
    'Well water fills a blue bucket.',
    '3 dogs run.',
  ])('%s', async (text) => {
    for (const size of [1, 5, 1000]) expect(plainText(await passed(text, size))).toBe(text);
  });
});

test('the beginning is shown as soon as it is clear what it is', async () => {
  const pieces: string[] = [];
  for await (const piece of unwrapped(inPieces('Two yellow fish swim in a pond.', 4))) {
    pieces.push(piece);
  }
  expect(pieces.length).toBeGreaterThan(3);
});

test.each([
  ['A **red** door and a *blue* one', 'A red door and a blue one'],
  ['a snake_case name, 2 * 3', 'a snake_case name, 2 * 3'],
  ['"A red door', 'A red door'],
  ['“A red door.”', 'A red door.'],
  ['"Stop" and "go"', '"Stop" and "go"'],
])('%j without marks is %j', (text, plain) => {
  expect(plainText(text)).toBe(plain);
});
