import { categoryTitle } from '@/app/components/categories';
import { MethodName } from '@/app/components/method-name';
import { Wide } from '@/app/components/ui/wide';
import { readersModels, words } from '@/app/words/server';
import { byMethod } from '@/lib/methods';
import type { Base } from './bases';
import { methodOf } from './finding';
import type { ComparisonsFragment, PromptForm } from './methods.documents';

export const CATEGORIES = ['ALL', 'COUNTING', 'COLOR', 'ACTION', 'SPATIAL'] as const;

interface Props {
  readonly comparison: ComparisonsFragment;
  readonly form: PromptForm;
  /** The base's models, by which it is known whose methods they are of. */
  readonly known: Base['models'];
  /** Whether it says above itself what it is of. */
  readonly captioned?: boolean;
}

/** Method × category for one wording of the prompts, with intervals and the paired difference. */
export async function ComparisonTable({ comparison, form, known, captioned = false }: Props) {
  const t = await words();
  const titleOf = await readersModels();
  const { reference } = comparison;
  const rows = comparison.rows.filter((row) => row.form === form);
  const models = [...new Set(rows.map(({ method }) => method))]
    .map((name) => ({ name, method: methodOf(name, known) }))
    .toSorted(byMethod);
  const find = (model: string, category: string) =>
    rows.find((row) => row.method === model && row.category === category);
  return (
    <Wide label={t(`methodsPage.forms.${form}`)} hint={t('methodFigures.scroll')}>
      <table className="w-full min-w-2xl text-left text-sm">
        <caption className={captioned ? 'mb-1 text-left font-medium' : 'sr-only'}>
          {t(`methodsPage.forms.${form}`)}
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
            <th scope="col" className="py-1 font-normal">
              {t('methodsPage.against', { reference: titleOf({ name: reference }).title })}
            </th>
          </tr>
        </thead>
        <tbody>
          {models.map((model) => (
            <tr key={model.name} className="border-t border-(--line) align-top">
              <th scope="row" className="max-w-44 py-1.5 pr-4 font-normal">
                <MethodName {...model} />
              </th>
              {CATEGORIES.map((category) => (
                <td key={category} className="py-1.5 pr-4 whitespace-nowrap">
                  <Cell row={find(model.name, category)} t={t} />
                </td>
              ))}
              <td className="py-1.5 whitespace-nowrap">
                <Against
                  row={model.name === reference ? undefined : find(model.name, 'ALL')}
                  t={t}
                />
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </Wide>
  );
}

interface Shown {
  readonly t: Awaited<ReturnType<typeof words>>;
}

interface CellProps extends Shown {
  readonly row: ComparisonsFragment['rows'][number]['difference'] | undefined;
}

/** A share with its interval below it. */
export function Cell({ row, t }: CellProps) {
  if (!row) return '–';
  return (
    <>
      {t('methodsPage.cell', { value: 100 * row.value })}
      <span className="quiet block text-xs">
        {t('methodsPage.cellInterval', { low: 100 * row.low, high: 100 * row.high })}
      </span>
    </>
  );
}

interface AgainstProps extends Shown {
  readonly row: Pick<ComparisonsFragment['rows'][number], 'difference'> | undefined;
}

/** A paired difference with its interval. */
export function Against({ row, t }: AgainstProps) {
  if (!row) return '–';
  const { value, low, high } = row.difference;
  return t('methodsPage.difference', { value: 100 * value, low: 100 * low, high: 100 * high });
}
