import { expect, test } from 'vitest';
import {
  completeText,
  type CompletionRequest,
  type LanguageModel,
} from '@/lib/enrichment/language-model';

const REQUEST: CompletionRequest = {
  system: 'You describe pictures in one sentence.',
  user: 'Describe this picture: two yellow fish',
  opening: '',
  maxTokens: 24,
  temperature: 0.7,
  seed: 1,
  stop: ['\n'],
};

/** What every provider promises, whoever writes behind it. */
export function languageModelContract(model: () => LanguageModel): void {
  test('it has a name', () => {
    expect(model().name).toMatch(/\S/);
  });

  test('it writes, piece by piece, and ends before a stop', async () => {
    const pieces: string[] = [];
    for await (const piece of model().complete(REQUEST)) pieces.push(piece);
    expect(pieces.length).toBeGreaterThan(1);
    expect(pieces.join('')).toMatch(/\w/);
    expect(pieces.join('')).not.toContain('\n');
  });

  test('the text begins with the opening, once', async () => {
    const opening = 'Two yellow fish';
    const text = await completeText(model(), { ...REQUEST, opening });
    expect(text.startsWith(opening)).toBe(true);
    expect(text.slice(opening.length).trimStart().startsWith(opening)).toBe(false);
  });

  test('a seed gives the same text again', async () => {
    const once = await completeText(model(), REQUEST);
    expect(await completeText(model(), REQUEST)).toBe(once);
  });

  test('it stops when it is told to, with the reason', async () => {
    const stop = new AbortController();
    const writing = (async () => {
      const long = { ...REQUEST, maxTokens: 200, stop: [] };
      for await (const piece of model().complete(long, stop.signal)) {
        if (piece) stop.abort(new Error('enough'));
      }
    })();
    await expect(writing).rejects.toThrow('enough');
  });

  test('told to stop before it began, it does not begin', async () => {
    const stopped = AbortSignal.abort(new Error('never mind'));
    await expect(completeText(model(), REQUEST, { signal: stopped })).rejects.toThrow('never mind');
  });
}
