import { renderToStaticMarkup } from 'react-dom/server';
import { expect, test } from 'vitest';
import type { ComponentProps } from 'react';
import { PromptField } from '@/app/create/prompt-field';
import { Settings } from '@/app/create/settings';
import { TooLong } from '@/app/components/ui/too-long';
import { messagesOf } from '@/app/words/messages';
import { WordsProvider } from '@/app/words/provider';
import { LIMITS } from '@/lib/studio/picture-limits';

test('a text beyond its limit is counted, and no field cuts it', () => {
  const htmlOfText = (text: string) =>
    renderToStaticMarkup(
      <WordsProvider locale="en" messages={messagesOf('en')} methods={{}} timeZone="UTC">
        <TooLong text={text} limit={500} />
      </WordsProvider>,
    );
  expect(htmlOfText('x'.repeat(500))).not.toContain('characters');
  expect(htmlOfText('x'.repeat(1203))).toContain('1,203 characters are 703 more than the 500');
  expect(htmlOf(undefined)).not.toMatch(/maxlength/i);
});

test('what other tools read as weights or files is said to be read as plain words', () => {
  const htmlOfPrompt = (prompt: string) =>
    renderToStaticMarkup(
      <WordsProvider locale="en" messages={messagesOf('en')} methods={{}} timeZone="UTC">
        <PromptField
          ref={{ current: null }}
          prompt={prompt}
          limit={LIMITS.prompt}
          problem=""
          busy={false}
          onPrompt={() => undefined}
          onDie={undefined}
        />
      </WordsProvider>,
    );
  const said = htmlOfPrompt('a (red:1.2) cat [dog:fox:0.5] BREAK BREAK <lora:ink:1>');
  expect(said).toContain(
    'Read as plain words: (red:1.2); [dog:fox:0.5]; BREAK; &lt;lora:ink:1&gt;.',
  );
  expect(htmlOfPrompt('a cat (and a dog)')).not.toContain('plain words');
  expect(htmlOfPrompt('x'.repeat(501))).toMatch(/501 characters are 1 more.*/);
  expect(htmlOfPrompt('x'.repeat(501))).toMatch(/<button type="submit"[^>]* disabled=""/);
});

type Of = ComponentProps<typeof Settings>;

function htmlOf(
  base: Of['base'],
  locale: 'en' | 'es' = 'en',
  schedulers: Of['schedulers'] = [],
): string {
  return renderToStaticMarkup(
    <WordsProvider locale={locale} messages={messagesOf(locale)} methods={{}} timeZone="UTC">
      <Settings
        schedulers={schedulers}
        limits={LIMITS}
        base={base}
        seed=""
        seeds={1}
        settings={{}}
        onChange={() => undefined}
      />
    </WordsProvider>,
  );
}

test.each([8, 16, 64])('with steps of %i pixels browsers take the base’s own size', (sizeStep) => {
  const base = {
    id: 'QmFzZTox',
    schedulers: ['ddim'],
    name: 'x',
    title: 'X',
    scheduler: 'ddim',
    steps: 25,
    guidanceScale: 7.5,
    resolution: 512,
    sizeStep,
    isDefault: true,
  };
  const html = htmlOf(base);
  const [field = ''] = /<input id="width"[^>]*>/.exec(html) ?? [];
  const number = (name: string) => Number(new RegExp(`${name}="(\\d+)"`).exec(field)?.[1]);
  expect(number('value')).toBe(512);
  expect(number('step')).toBe(sizeStep);
  expect((512 - number('min')) % sizeStep).toBe(0);
  // Twice what the base was made for, and never more than is painted at all.
  expect(number('max')).toBe(1024);
});

test('the form offers no size that visitors may not ask for', () => {
  const made = {
    id: 'QmFzZTox',
    schedulers: ['ddim'],
    name: 'x',
    title: 'X',
    scheduler: 'ddim',
    steps: 25,
    guidanceScale: 7.5,
    sizeStep: 8,
    isDefault: true,
  };
  const most = (resolution: number) => {
    const base = { ...made, resolution };
    const html = htmlOf(base);
    return ['width', 'height'].map(
      (name) => new RegExp(`<input id="${name}"[^>]* max="(\\d+)"`).exec(html)?.[1],
    );
  };
  expect(most(64)).toEqual(['128', '128']);
  expect(most(1024)).toEqual(['1024', '1024']);
});

test('noise levels are called as the reader calls them, and solvers by their names', () => {
  const schedulers = [
    { name: 'dpm++2m', title: 'DPM++ 2M' },
    { name: 'dpm++2m-karras', title: 'DPM++ 2M, Karras noise levels' },
    { name: 'dpm++2m-ays', title: 'DPM++ 2M, Align Your Steps' },
    { name: 'euler-ancestral', title: 'Euler ancestral' },
  ];
  const titles = (locale: 'en' | 'es') =>
    [
      ...htmlOf(undefined, locale, schedulers).matchAll(
        /<option value="(?:dpm|euler)[^>]*>([^<]*)/g,
      ),
    ].map(([, title]) => title);
  const shared = ['DPM++ 2M, Align Your Steps', 'Euler ancestral'];
  expect(titles('en')).toEqual(['DPM++ 2M', 'DPM++ 2M, Karras noise levels', ...shared]);
  expect(titles('es')).toEqual(['DPM++ 2M', 'DPM++ 2M, niveles de ruido de Karras', ...shared]);
});
