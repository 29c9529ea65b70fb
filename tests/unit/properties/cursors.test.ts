import { encodeGlobalID } from '@pothos/plugin-relay';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { optionalID, resolveGlobalID } from '@/graphql/global-id';
import { paged } from '@/lib/store/paging';

test('pages of any size give every row once, in order', async () => {
  const rows = fc.uniqueArray(fc.uuid(), { maxLength: 40 }).map((ids) => ids.sort());
  await fc.assert(
    fc.asyncProperty(rows, fc.integer({ min: 1, max: 12 }), async (ids, size) => {
      let asked = 0;
      const fetch = (after: string | undefined) => {
        asked += 1;
        const rest = ids.filter((id) => after === undefined || id > after);
        return Promise.resolve(rest.slice(0, size).map((id) => ({ id })));
      };
      const seen: string[] = [];
      for await (const { id } of paged(fetch, size)) seen.push(id);
      expect(seen).toEqual(ids);
      expect(asked).toBe(Math.floor(ids.length / size) + 1);
    }),
  );
});

const typename = fc.constantFrom('Generation', 'Prompt', 'Matchup');

test('a Relay id leads back to its row, and to no row of another type', () => {
  fc.assert(
    fc.property(typename, typename, fc.uuid(), (own, asked, id) => {
      const found = resolveGlobalID(encodeGlobalID(own, id), asked);
      expect(found).toBe(own === asked ? id : undefined);
    }),
  );
});

test('nonsense for a Relay id leads nowhere, and throws nothing', () => {
  fc.assert(
    fc.property(fc.string({ unit: 'binary' }), typename, (text, type) => {
      expect(resolveGlobalID(text, type)).toBeUndefined();
      expect(optionalID(text, type)).toBe(text === '' ? undefined : '');
    }),
  );
});
