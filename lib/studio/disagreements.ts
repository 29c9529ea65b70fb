import { isListedPicture } from '@/lib/public';
import type { Values } from '@/lib/store/keyset';

/** Two models, by their ids. */
export type ModelPair = readonly [string, string];

const shown = (id: string) =>
  `EXISTS (SELECT 1 FROM "Generation" own_g WHERE own_g.id = ${id} AND ${isListedPicture('own_g')})`;

/**
 * SQL: of each comparison, or each prompt, the row `d` of the two pictures from one noise by these models that differ most in their
 * scores, both in lists. There is none where they differ in none.
 */
export function mostDisagreed(
  of: 'comparisonId' | 'promptId',
  models: ModelPair,
  values: Values,
): { readonly from: string; readonly condition: string } {
  const [first = '', second = ''] = models.toSorted();
  const [one, other] = [values.add(first), values.add(second)];
  const byThem = (
    row: string,
  ) => `${row}."firstModelId" = ${one} AND ${row}."secondModelId" = ${other}
    AND ${shown(`${row}."firstId"`)} AND ${shown(`${row}."secondId"`)}`;
  const place = (row: string) => `(${row}.gap, ${row}."firstId", ${row}."secondId")`;
  return {
    from: '"Disagreement" d',
    condition: `${byThem('d')} AND NOT EXISTS (
      SELECT 1 FROM "Disagreement" more
      WHERE more."${of}" = d."${of}" AND ${place('more')} > ${place('d')} AND ${byThem('more')})`,
  };
}
