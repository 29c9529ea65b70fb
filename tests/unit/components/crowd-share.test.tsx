import { renderToStaticMarkup } from 'react-dom/server';
import { expect, test } from 'vitest';
import { CrowdShare } from '@/app/vote/crowd-share';
import { messagesOf } from '@/app/words/messages';
import { WordsProvider } from '@/app/words/provider';

const METHODS = {
  SUR: { title: 'SUR', summary: '' },
  ELLA: { title: 'ELLA', summary: '' },
};

/** What the parts of the bar look like. */
function fillsOf(left: string, right: string): string[] {
  const painter = (name: string) => {
    const method = name.startsWith('sur') ? ('SUR' as const) : ('ELLA' as const);
    return { key: name, model: { name, method } };
  };
  const html = renderToStaticMarkup(
    <WordsProvider locale="en" messages={messagesOf('en')} methods={METHODS} timeZone="UTC">
      <CrowdShare
        left={painter(left)}
        right={painter(right)}
        answers={{ left: 3, right: 2, tie: 1, bothBad: 0 }}
      />
    </WordsProvider>,
  );
  return [...html.matchAll(/class="grow-in ([^"]*)"/g)].map(([, fill = '']) => fill);
}

test('two models of one method are told apart without a second colour', () => {
  const [first, , second] = fillsOf('sur-cosine-3000', 'sur-cosine-4000');
  expect([first, second]).toEqual(['method-fill', 'method-fill hollow']);
});

test('models of two methods both have their colours', () => {
  const [first, , second] = fillsOf('sur-cosine-4000', 'ella');
  expect([first, second]).toEqual(['method-fill', 'method-fill']);
});
