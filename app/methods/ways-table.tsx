import { MethodName } from '@/app/components/method-name';
import { categoryTitle } from '@/app/components/categories';
import { Wide } from '@/app/components/ui/wide';
import { readersModels, words } from '@/app/words/server';
import type { Base } from './bases';
import { Against, CATEGORIES, Cell } from './comparison-table';
import { methodOf } from './finding';
import type { WaysFragment } from './methods.documents';

interface Props {
  readonly measured: WaysFragment;
  /** The base's models, by which it is known whose methods they are of. */
  readonly known: Base['models'];
}

/** Model × category with intervals, the paired differences over all prompts, and what a picture costs. */
export async function WaysTable({ measured, known }: Props) {
  const t = await words();
  const titleOf = await readersModels();
  const { rows, prompts, steps, guidanceScale, command } = measured;
  const all = rows.filter(({ category }) => category === 'ALL');
  const references = [...new Set(all.flatMap(({ differences }) => differences.map((d) => d.from)))];
  return (
    <>
      <Wide label={t('methodsPage.waysTable', { prompts })} hint={t('methodFigures.scroll')}>
        <table className="w-full min-w-4xl text-left text-sm">
          <caption className="mb-1 text-left font-medium">
            {t('methodsPage.waysTable', { prompts })}
          </caption>
          <thead className="quiet">
            <tr className="align-bottom">
              <th scope="col" className="py-1 pr-4 font-normal">
                {t('methodsPage.method')}
              </th>
              {CATEGORIES.map((category) => (
                <th key={category} scope="col" className="py-1 pr-4 font-normal">
                  {category === 'ALL' ? t('methodsPage.all') : categoryTitle(t, category)}
                </th>
              ))}
              {references.map((name) => (
                <th key={name} scope="col" className="py-1 pr-4 font-normal">
                  {t('methodsPage.against', { reference: titleOf({ name }).title })}
                </th>
              ))}
              <th scope="col" className="py-1 font-normal">
                {t('methodsPage.cost')}
              </th>
            </tr>
          </thead>
          <tbody>
            {all.map(({ model, differences, cost }) => (
              <tr key={model} className="border-t border-(--line) align-top">
                <th scope="row" className="max-w-44 py-1.5 pr-4 font-normal">
                  <MethodName name={model} method={methodOf(model, known)} />
                </th>
                {CATEGORIES.map((category) => (
                  <td key={category} className="py-1.5 pr-4 whitespace-nowrap">
                    <Cell
                      row={rows.find((row) => row.model === model && row.category === category)}
                      t={t}
                    />
                  </td>
                ))}
                {references.map((name) => (
                  <td key={name} className="py-1.5 pr-4 whitespace-nowrap">
                    <Against row={differences.find(({ from }) => from === name)} t={t} />
                  </td>
                ))}
                <td className="py-1.5 whitespace-nowrap">
                  {t('methodsPage.times', { value: cost })}
                </td>
              </tr>
            ))}
          </tbody>
        </table>
      </Wide>
      <p className="quiet mt-2 text-sm">
        {t('methodsPage.comparisonMade', { steps, guidance: guidanceScale })}{' '}
        <code className="break-words">{command}</code>
      </p>
    </>
  );
}
