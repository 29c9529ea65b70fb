import { expect, test } from 'vitest';
import { byMethod, isMethod, METHOD_NAMES, METHODS } from '@/lib/methods';

const all = METHOD_NAMES.map((name) => ({ name, ...METHODS[name] }));

test.each(all)('$name can be told from the others, and explained', (method) => {
  expect(method.name).toMatch(/^[A-Z][A-Z0-9_]*$/);
  expect(method.name).not.toBe('UNKNOWN');
  for (const part of ['title', 'colour', 'summary', 'explanation'] as const) {
    expect(all.filter((other) => other[part] === method[part])).toHaveLength(1);
  }
  expect(method.colour).toMatch(/^oklch\(0?\.\d+ 0?\.\d+ \d+\)$/);
  expect(method.summary.length).toBeLessThanOrEqual(100);
  expect(method.path[0]?.title).toBe('Prompt');
  expect(method.path.at(-1)?.title).toBe('UNet');
});

test('models stand by the table, then by name, and those of an unknown method last', () => {
  const models = ['GONE a', 'ELLA b', 'VANILLA z', 'ELLA a', 'SUR c'].map((text) => {
    const [method = '', name = ''] = text.split(' ');
    return { method, name };
  });
  const sorted = models.sort(byMethod).map(({ method, name }) => `${method} ${name}`);
  expect(sorted).toEqual(['VANILLA z', 'SUR c', 'ELLA a', 'ELLA b', 'GONE a']);
});

test('what every object has is no method', () => {
  expect(isMethod('toString')).toBe(false);
});
