import { renderToStaticMarkup } from 'react-dom/server';
import { expect, test } from 'vitest';
import { Settings } from '@/app/studio/settings';
import { LIMITS } from '@/lib/studio/picture-limits';

test.each([8, 16, 64])('with steps of %i pixels browsers take the base’s own size', (sizeStep) => {
  const base = {
    name: 'x',
    title: 'X',
    scheduler: 'ddim',
    steps: 25,
    guidanceScale: 7.5,
    resolution: 512,
    sizeStep,
  };
  const html = renderToStaticMarkup(<Settings schedulers={[]} limits={LIMITS} base={base} />);
  const [field = ''] = /<input id="width"[^>]*>/.exec(html) ?? [];
  const number = (name: string) => Number(new RegExp(`${name}="(\\d+)"`).exec(field)?.[1]);
  expect(number('value')).toBe(512);
  expect(number('step')).toBe(sizeStep);
  expect((512 - number('min')) % sizeStep).toBe(0);
});
