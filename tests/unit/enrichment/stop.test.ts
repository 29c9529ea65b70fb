import { expect, test } from 'vitest';
import { untilStop } from '@/lib/enrichment/stop';

async function passed(pieces: readonly string[], stops: readonly string[]): Promise<string[]> {
  async function* source() {
    for (const piece of pieces) yield await Promise.resolve(piece);
  }
  const out: string[] = [];
  for await (const piece of untilStop(source(), stops)) out.push(piece);
  return out;
}

test.each([
  [['ab', 'cd'], [], 'abcd'],
  [['ab', 'c\nd'], ['\n'], 'abc'],
  [['one EN', 'D two'], ['END'], 'one '],
  [['one EN', 'G two'], ['END'], 'one ENG two'],
  [['END'], ['END'], ''],
  [['a', 'b', 'c'], ['c', 'b'], 'a'],
])('%j until %j is %j', async (pieces, stops, text) => {
  expect((await passed(pieces, stops)).join('')).toBe(text);
});

test('no more is held back than could become a stop', async () => {
  expect(await passed(['ab', 'cd', 'e'], ['xyz'])).toEqual(['ab', 'c', 'de']);
});
