import { expect, test } from 'vitest';
import { at } from '@/lib/at';
import { choosyVoters, type Shown } from '@/lib/evaluation/integrity-choice';
import { uniforms } from './ranking/simulate';

const MODELS = ['a', 'b', 'c', 'd', 'e', 'f'];

/** What somebody was shown until they had answered so much; `answers` says how likely they answer a pair. */
function turns(
  voter: string,
  votes: number,
  seed: number,
  answers: (one: Shown) => number,
): Shown[] {
  const next = uniforms(seed);
  const shown: Shown[] = [];
  for (let answered = 0; answered < votes;) {
    const first = Math.floor(next() * MODELS.length);
    const second = (first + 1 + Math.floor(next() * (MODELS.length - 1))) % MODELS.length;
    const pair = { voter, first: at(MODELS, first), second: at(MODELS, second), answered: true };
    const one = { ...pair, answered: next() < answers(pair) };
    if (one.answered) answered += 1;
    shown.push(one);
  }
  return shown;
}

const has = ({ first, second }: Shown, model: string) => first === model || second === model;

const caughtOf = (votes: number, answers: (one: Shown) => number) =>
  choosyVoters(
    Array.from({ length: 400 }, (_, i) => turns(`voter ${i}`, votes, i + 1, answers)).flat(),
  ).length / 400;

test('whoever answers only pairs with one model is named, with what they were shown', () => {
  expect(caughtOf(12, (one) => (has(one, 'c') ? 1 : 0))).toBeGreaterThan(0.95);
  const [one] = choosyVoters(turns('bot', 12, 3, (shown) => (has(shown, 'c') ? 1 : 0)));
  expect(one?.reasons[0]?.detail).toMatch(/^answered 12 of 12 pairs with c, and 0 of \d+ others$/);
});

test.each([
  ['nothing', () => 1],
  ['half of what is shown', () => 0.5],
  ['half of the pairs with a model that is often bad', (one: Shown) => (has(one, 'f') ? 0.5 : 0.9)],
  ['a third of all but of the best model’s', (one: Shown) => (has(one, 'a') ? 1 : 0.67)],
] as const)('whoever skips %s is not', (_, answers) => {
  expect(caughtOf(12, answers)).toBeLessThanOrEqual(0.005);
  expect(caughtOf(60, answers)).toBeLessThanOrEqual(0.005);
});
