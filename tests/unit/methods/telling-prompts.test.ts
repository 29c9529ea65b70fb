import { expect, test } from 'vitest';
import { tellingPrompts } from '@/app/methods/telling-prompts';

const MODELS = { VANILLA: 'vanilla', ELLA: 'ella' } as const;

interface Made {
  readonly right: number;
  readonly checked: number;
  /** Facts of the prompt that nobody can check. */
  readonly unchecked?: number;
  readonly unknown?: number;
  readonly model?: string;
  readonly isFinished?: boolean;
}

function picture(method: keyof typeof MODELS, made: Made) {
  const { right, checked, unchecked = 0, unknown = 0, isFinished = true } = made;
  const verdicts = [
    ...Array<string>(right).fill('RIGHT'),
    ...Array<string>(checked - right).fill('WRONG'),
    ...Array<string>(unchecked).fill('UNCHECKED'),
  ];
  return {
    seed: '1',
    imageUrl: isFinished ? '/i/x.png' : null,
    model: { name: made.model ?? MODELS[method], method },
    scores: [
      {
        right,
        checked,
        facts: verdicts.map((verdict) => ({ verdict })),
        unknownWords: Array<string>(unknown).fill('word'),
      },
    ],
  };
}

const compared = (key: string, vanilla: Made, ella: Made) => ({
  key,
  generations: [picture('VANILLA', vanilla), picture('ELLA', ella)],
});

type Compared = ReturnType<typeof compared>;

function keysOf(comparisons: readonly Compared[]) {
  const { right, wrong } = tellingPrompts<Compared['generations'][number], Compared>(comparisons, [
    'ELLA',
    'VANILLA',
  ]);
  return [right?.comparison.key ?? null, wrong?.comparison.key ?? null];
}

const of = (right: number, checked: number, more: Partial<Made> = {}): Made => ({
  right,
  checked,
  ...more,
});

test('right is where it has every fact and the other has fewest, wrong where it is furthest behind', () => {
  const comparisons = [
    compared('a little ahead', of(2, 3), of(3, 3)),
    compared('far ahead', of(0, 3), of(3, 3)),
    compared('far ahead, not of all', of(0, 4), of(3, 4)),
    compared('both right', of(3, 3), of(3, 3)),
    compared('behind', of(3, 3), of(1, 3)),
    compared('both wrong', of(0, 3), of(0, 3)),
  ];
  expect(keysOf(comparisons)).toEqual(['far ahead', 'behind']);
  expect(keysOf(comparisons.toReversed())).toEqual(['far ahead', 'behind']);
});

test('wrong is where it misses most, as long as it is never behind', () => {
  const comparisons = [
    compared('misses one', of(2, 3), of(2, 3)),
    compared('misses all', of(0, 3), of(0, 3)),
    compared('ahead', of(0, 3), of(2, 3)),
  ];
  expect(keysOf(comparisons)).toEqual([null, 'misses all']);
});

test('prompts of which all can be checked go before others, and of equals those with more facts', () => {
  const comparisons = [
    compared('words unknown', of(0, 4, { unknown: 2 }), of(4, 4, { unknown: 2 })),
    compared('facts unchecked', of(0, 4, { unchecked: 1 }), of(4, 4, { unchecked: 1 })),
    compared('two facts', of(1, 2), of(2, 2)),
    compared('four facts', of(2, 4), of(4, 4)),
    compared('wrong, words unknown', of(3, 3, { unknown: 1 }), of(0, 3, { unknown: 1 })),
    compared('wrong', of(2, 3), of(1, 3)),
  ];
  expect(keysOf(comparisons)).toEqual(['four facts', 'wrong']);
  expect(keysOf(comparisons.slice(0, 2))).toEqual(['facts unchecked', null]);
});

test('nothing is told of pictures that are not finished, not scored alike, or of a control', () => {
  expect(keysOf([])).toEqual([null, null]);
  expect(
    keysOf([
      compared('not finished', of(0, 3), of(3, 3, { isFinished: false })),
      compared('nothing checked', of(0, 0), of(0, 0)),
      compared('other facts', of(0, 2), of(3, 3)),
      compared('a control', of(0, 3), of(3, 3, { model: 'connector-clip' })),
    ]),
  ).toEqual([null, null]);
});
