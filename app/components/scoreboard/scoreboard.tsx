'use client';

import Link from 'next/link';
import { useState } from 'react';
import { useTranslations } from 'use-intl/react';
import { categoryTitle } from '../categories';
import { MethodName } from '../method-name';
import type { BoardFragment } from './scoreboard.documents';
import { Share } from './share';

interface Props {
  readonly board: BoardFragment;
  /** On which page its cells lead to the results of their category. */
  readonly linked?: boolean;
  /** The category that its page is about: on phones it begins there, and has no link to where one is. */
  readonly here?: Category;
}

type Category = BoardFragment['rows'][number]['cells'][number]['category'];

/** Where the results of a category are. */
const hrefOf = (category: Category) =>
  category === null ? '/results' : `/results?category=${category}`;

/** Who follows the prompt, by method and category: a table, and on phones a category at a time. */
export function Scoreboard({ board, linked = true, here }: Props) {
  const words = useTranslations();
  const t = useTranslations('scoreboard');
  const [chosen, setChosen] = useState<Category>(here ?? null);
  const { rows, votes, voters, undecided, alike } = board;
  const categories = rows[0]?.cells.map(({ category }) => category) ?? [];
  const titleOf = (category: Category) =>
    category === null ? t('all') : categoryTitle(words, category);
  if (rows.length === 0) return <p className="quiet">{t('noModels')}</p>;
  const cells = rows.flatMap((row) => row.cells);
  const byPeople = cells.some(({ share }) => share !== null);
  const byDetector = cells.some(({ share, detected }) => share === null && detected !== null);
  return (
    <div>
      <p className="quiet mb-3 text-sm">
        {t(
          byPeople
            ? byDetector
              ? 'byBoth'
              : 'byPeople'
            : byDetector
              ? 'byDetectorYet'
              : 'noneYet',
        )}
      </p>
      <table className="hidden w-full table-fixed text-sm sm:table">
        <caption className="sr-only">{t('caption')}</caption>
        <thead>
          <tr className="text-left align-bottom">
            <th scope="col" className="w-[19%] pr-2 pb-1">
              <span className="sr-only">{t('method')}</span>
            </th>
            {categories.map((category) => (
              <th key={category} scope="col" className="pr-3 pb-1 font-medium">
                {linked ? (
                  <Link href={hrefOf(category)} className="link">
                    {titleOf(category)}
                  </Link>
                ) : (
                  titleOf(category)
                )}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map(({ model, cells }) => (
            <tr key={model.name} className="border-t border-(--line) align-top">
              <th scope="row" className="py-2 pr-2 text-left font-medium">
                <MethodName {...model} explained />
              </th>
              {cells.map((cell) => (
                <td key={cell.category} className="py-3 pr-3">
                  <Colour method={model.method}>
                    <Share cell={cell} />
                  </Colour>
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
      <div className="sm:hidden">
        <div role="group" aria-label={t('category')} className="flex flex-wrap gap-2">
          {categories.map((category) => (
            <button
              key={category}
              type="button"
              className="pill"
              aria-pressed={category === chosen}
              onClick={() => setChosen(category)}
            >
              {titleOf(category)}
            </button>
          ))}
        </div>
        <ul className="mt-3 space-y-3" aria-live="polite">
          {rows.map(({ model, cells }) => (
            <li key={model.name} className="text-sm">
              <MethodName {...model} explained />
              <Colour method={model.method}>
                {cells
                  .filter(({ category }) => category === chosen)
                  .map((cell) => (
                    <Share key={cell.category} cell={cell} />
                  ))}
              </Colour>
            </li>
          ))}
        </ul>
        {linked && chosen !== here && (
          <Link href={hrefOf(chosen)} className="link mt-3 inline-block text-sm">
            {t(chosen === null ? 'moreOfAll' : 'more')}
          </Link>
        )}
      </div>
      <p className="quiet mt-2 text-sm">
        {votes > 0 ? t('from', { votes, voters }) : t('noVotes')}
        {undecided !== null && ` ${t('undecided', { share: undecided })}`}
        {alike !== null && ` ${t('alike', { share: alike })}`}
      </p>
    </div>
  );
}

/** Gives what is within it the colour of a method. */
function Colour({ method, children }: { method: string; children: React.ReactNode }) {
  return <span data-method={method}>{children}</span>;
}
