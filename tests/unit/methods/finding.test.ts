import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { findingOf } from '@/app/methods/finding';
import { comparisonSchema } from '@/lib/methods/comparison';

const row = (method: string, value: number, low: number) => ({
  method,
  form: 'ALL' as const,
  category: 'ALL',
  value,
  low: value,
  high: value,
  difference: { value, low, high: 1 },
});

const found = (rows: readonly ReturnType<typeof row>[], models = [{ name: 'x', method: 'SUR' }]) =>
  findingOf({ rows, reference: 'vanilla' }, models);

test('the committed comparison says that ELLA is surely ahead of vanilla, by the models that stand for their methods', async () => {
  const text = await readFile('models/sarovar-64/comparison.json', 'utf8');
  const finding = findingOf(comparisonSchema.parse(JSON.parse(text)), []);
  expect(finding?.all.map(({ name }) => name)).toEqual(['vanilla', 'sur-cosine-4000', 'ella']);
  expect(finding).toMatchObject({ isSure: true, best: { name: 'ella', method: 'ELLA' } });
});

test('a best one whose interval has 0 in it is not surely ahead, and nobody is before the reference', () => {
  const vanilla = row('vanilla', 0.3, 0);
  expect(found([vanilla, row('ella', 0.31, -0.01)])).toMatchObject({
    best: { name: 'ella' },
    isSure: false,
  });
  expect(found([vanilla, row('ella', 0.2, 0.1)])).toMatchObject({
    best: { name: 'vanilla' },
    isSure: false,
  });
});

test('a control never stands for its method, a model of one’s own does', () => {
  const rows = [row('vanilla', 0.3, 0), row('connector-clip', 0.9, 0.5), row('x', 0.5, 0.1)];
  expect(found(rows)).toMatchObject({ best: { name: 'x', method: 'SUR' }, isSure: true });
});

test('without its reference a comparison says nothing', () => {
  expect(found([row('ella', 0.5, 0.1)])).toBeNull();
});
