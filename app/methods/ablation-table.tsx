import { Wide } from '@/app/components/ui/wide';
import { words } from '@/app/words/server';
import type { AblationFragment } from './methods.documents';

const HEAD = ['parts', 'eta', 'movement', 'allRight', 'pointsHead'] as const;

/** SUR's parts, one changed at a time, under several η. */
export async function AblationTable({ rows }: { rows: readonly AblationFragment[] }) {
  const t = await words();
  const [first] = rows;
  if (!first) return null;
  return (
    <Wide label={t('methodsPage.ablationTable')} hint={t('methodFigures.scroll')}>
      <table className="w-full min-w-2xl text-left text-sm">
        <caption className="mb-1 text-left font-medium">
          {t('methodsPage.ablation', { prompts: first.prompts })}
        </caption>
        <thead className="quiet">
          <tr>
            {HEAD.map((head) => (
              <th key={head} scope="col" className="py-1 pr-4 font-normal">
                {head === 'eta' ? 'η' : t(`methodsPage.${head}`)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map(({ variant, trained, eta, movement, value, low, high, difference: d }) => (
            <tr
              key={`${variant} ${trained ? 'own' : eta}`}
              className="border-t border-(--line) align-top"
            >
              <th scope="row" className="py-1 pr-4 font-normal" lang="en">
                {variant}
              </th>
              <td className="py-1 pr-4 whitespace-nowrap">
                {t('methodFigures.two', { value: eta })} {trained && t('methodsPage.trained')}
              </td>
              <td className="py-1 pr-4">{t('methodsPage.share', { value: movement })}</td>
              <td className="py-1 pr-4 whitespace-nowrap">
                {t('methodsPage.share', { value })}{' '}
                <span className="quiet text-xs">
                  {t('methodsPage.cellInterval', { low: 100 * low, high: 100 * high })}
                </span>
              </td>
              <td className="py-1 whitespace-nowrap">
                {t('methodsPage.difference', {
                  value: 100 * d.value,
                  low: 100 * d.low,
                  high: 100 * d.high,
                })}
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </Wide>
  );
}
