import { expect, test } from 'vitest';
import { CATEGORIES } from '@/app/components/categories';
import { Category } from '@/lib/store/generated/enums';

test('pages know every category', () => {
  const names = CATEGORIES.map(({ name }) => name);
  expect([...names].sort()).toEqual(Object.values(Category).sort());
});
