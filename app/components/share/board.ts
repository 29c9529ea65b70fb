import type { BoardFragment } from '../scoreboard/scoreboard.documents';
import type { ModelWords, NamedModel } from '@/app/words/model-words';
import type { CardRow } from './bars';

type Row = BoardFragment['rows'][number];
type Words = (model: NamedModel) => ModelWords;

export const percent = (share: number) => share.toLocaleString('en', { style: 'percent' });
const counted = (count: number, one: string) =>
  `${count.toLocaleString('en')} ${one}${count === 1 ? '' : 's'}`;

/** What a detector says of each method, in all categories together. */
export function detectedRows(rows: readonly Row[], titleOf: Words): readonly CardRow[] {
  return rows.map(({ model, cells: [cell] }) => {
    const detected = cell?.detected ?? null;
    return {
      ...titleOf(model),
      value: detected?.value ?? null,
      low: detected?.low ?? null,
      high: detected?.high ?? null,
      hatched: true,
      said: detected ? percent(detected.value) : '–',
      more: detected ? 'by detector' : 'not measured yet',
    };
  });
}

/** What people say of each method in all categories together; until there are enough votes, what a detector says. */
export function boardRows(rows: readonly Row[], titleOf: Words): readonly CardRow[] {
  const detected = detectedRows(rows, titleOf);
  return rows.flatMap(({ model, cells: [cell] }, index) => {
    const [words, meanwhile] = [titleOf(model), detected[index]];
    if (!cell || !meanwhile) return [];
    const { share, low, high, decisive } = cell;
    if (share === null) return [meanwhile];
    const interval = low === null || high === null ? '' : `${percent(low)} to ${percent(high)}, `;
    const more = `${interval}${counted(decisive, 'vote')}`;
    return [{ ...words, value: share, low, high, said: percent(share), more }];
  });
}

/** Whose votes they are. */
export function votesLine({ votes, voters }: Pick<BoardFragment, 'votes' | 'voters'>): string {
  return votes === 0
    ? 'No votes are published yet: cast one'
    : `${counted(votes, 'blind vote')} by ${counted(voters, 'voter')}, with 95% intervals`;
}
