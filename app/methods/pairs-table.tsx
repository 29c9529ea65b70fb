import { Wide } from '@/app/components/ui/wide';
import { words } from '@/app/words/server';
import type { PairsFragment } from './methods.documents';

const HEAD = ['first', 'second', 'meaning', 'cosine', 'distillation'] as const;

/** Thirteen pairs of prompts under both losses, and how well each orders them by meaning. */
export async function PairsTable({ promptPairs }: { promptPairs: PairsFragment }) {
  const t = await words();
  const { pairs, cosineCorrelation, distillationCorrelation } = promptPairs;
  return (
    <Wide label={t('methodsPage.pairsTable')} hint={t('methodFigures.scroll')} className="mt-3">
      <table className="w-full min-w-2xl text-left text-sm">
        <thead className="quiet">
          <tr>
            {HEAD.map((head) => (
              <th key={head} scope="col" className="py-1 pr-4 font-normal">
                {t(`methodsPage.${head}`)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {pairs.map(({ first, second, nearness, cosine, distillation }) => (
            <tr key={`${first} ${second}`} className="border-t border-(--line)">
              <td className="py-1 pr-4" lang="en">
                {first}
              </td>
              <td className="py-1 pr-4" lang="en">
                {second}
              </td>
              <td className="py-1 pr-4">{t('methodsPage.near', { nearness: String(nearness) })}</td>
              <td className="py-1 pr-4">{t('methodFigures.three', { value: cosine })}</td>
              <td className="py-1">{t('methodFigures.one', { value: distillation })}</td>
            </tr>
          ))}
        </tbody>
        <tfoot className="border-t border-(--line-strong) font-medium">
          <tr>
            <th scope="row" colSpan={3} className="py-1 pr-4 font-medium">
              {t('methodsPage.correlation')}
            </th>
            <td className="py-1 pr-4">{t('methodFigures.two', { value: cosineCorrelation })}</td>
            <td className="py-1">{t('methodFigures.two', { value: distillationCorrelation })}</td>
          </tr>
        </tfoot>
      </table>
    </Wide>
  );
}
