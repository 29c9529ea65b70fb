import { MethodName } from '@/app/components/method-name';
import { Wide } from '@/app/components/ui/wide';
import { categoryTitle } from '@/app/components/categories';
import { englishWords } from '@/app/words/server';
import type { ComparisonRowFragment, ComparisonsFragment } from './methods.documents';

const FORMS = [
  { name: 'SIMPLE', title: 'Short prompts' },
  { name: 'ENRICHED', title: 'Longer prompts that say the same' },
  { name: 'PARAPHRASED', title: 'Short prompts in words that training never saw' },
  { name: 'ALL', title: 'All three together' },
];
const CATEGORIES = ['COUNTING', 'COLOR', 'ACTION', 'SPATIAL', 'ALL'];

/** What heads the column of a category, or that of all of them. */
function titleOf(category: string): string {
  return category === 'ALL' ? 'All' : categoryTitle(englishWords(), category);
}

function percent(value: number): string {
  return (100 * value).toFixed(1);
}

function points(value: number): string {
  return `${value > 0 ? '+' : ''}${percent(value)}`;
}

function Share({ row }: { row: ComparisonRowFragment | undefined }) {
  if (!row) return <td className="py-1 pr-4">–</td>;
  return (
    <td className="py-1 pr-4 whitespace-nowrap">
      {percent(row.value)}{' '}
      <span className="quiet text-xs">
        ({percent(row.low)}–{percent(row.high)})
      </span>
    </td>
  );
}

/** Category × method for each form of the prompts, with intervals and the paired difference. */
export function ComparisonTables({ comparison }: { comparison: ComparisonsFragment }) {
  const { rows, reference } = comparison;
  const methods = [...new Set(rows.map(({ method }) => method))];
  const find = (method: string, form: string, category: string) =>
    rows.find((r) => r.method === method && r.form === form && r.category === category);
  return FORMS.map(({ name, title }) => (
    <Wide label={title} key={name} className="mt-6">
      <table className="w-full text-left text-sm">
        <caption className="mb-1 text-left font-medium">{title}</caption>
        <thead className="quiet">
          <tr>
            {['Method', ...CATEGORIES.map(titleOf)].map((head) => (
              <th key={head} scope="col" className="py-1 pr-4 font-normal">
                {head}
              </th>
            ))}
            <th scope="col" className="py-1 font-normal">
              Against <MethodName name={reference} />, points
            </th>
          </tr>
        </thead>
        <tbody>
          {methods.map((method) => {
            const difference = find(method, name, 'ALL')?.difference;
            return (
              <tr key={method} className="border-t border-slate-200 dark:border-slate-700">
                <th scope="row" className="py-1 pr-4 font-normal">
                  <MethodName name={method} />
                </th>
                {CATEGORIES.map((category) => (
                  <Share key={category} row={find(method, name, category)} />
                ))}
                <td className="py-1 whitespace-nowrap">
                  {method === reference || !difference
                    ? '–'
                    : `${points(difference.value)} (${points(difference.low)} to ${points(difference.high)})`}
                </td>
              </tr>
            );
          })}
        </tbody>
      </table>
    </Wide>
  ));
}
