import { MethodName } from '@/app/components/method-name';
import { Wide } from '@/app/components/ui/wide';
import { words } from '@/app/words/server';
import type { Translate } from '@/app/words/translate';
import type { RankingShownFragment } from './ranking.documents';
import { intervalInWords, nameOf, ratingInWords, votesNeeded } from './in-words';

interface Props {
  readonly ranking: RankingShownFragment;
}

type Model = RankingShownFragment['models'][number];

const HEAD = 'py-1 pr-3 font-normal';

/** Who stands where: four columns, which a phone has room for. */
export async function RankingTable({ ranking: { models } }: Props) {
  const t = await words();
  return (
    <table className="w-full max-w-3xl text-left text-sm">
      <caption className="sr-only">{t('results.table.label')}</caption>
      <thead className="quiet">
        <tr className="align-bottom">
          {(['rank', 'method', 'score', 'votes'] as const).map((column) => (
            <th
              key={column}
              scope="col"
              className={column === 'votes' ? `${HEAD} max-sm:hidden` : HEAD}
            >
              {t(`results.table.${column}`)}
            </th>
          ))}
        </tr>
      </thead>
      <tbody>
        {models.map((model) => (
          <tr key={model.label} className="border-t border-(--line) align-top">
            <td className="py-2 pr-3 whitespace-nowrap">
              {model.bestRank === model.worstRank
                ? model.bestRank
                : `${model.bestRank}–${model.worstRank}`}
            </td>
            <th scope="row" className="py-2 pr-3 font-medium">
              <MethodName name={model.name} method={model.model?.method} explained />
              {model.model?.status === 'RETIRED' && (
                <span className="quiet block font-normal">
                  {t('results.table.retired', {
                    weights: model.label.slice(nameOf(model.label).length + 1),
                  })}
                </span>
              )}
            </th>
            <td className="py-2 pr-3">
              <span className="font-semibold">
                {t('results.rating', { rating: Math.round(model.rating) })}
              </span>{' '}
              <span className="quiet inline-block whitespace-nowrap">
                {intervalInWords(t, model)}
              </span>
              <span className="quiet block text-xs sm:hidden">
                {t('results.votes', { count: model.votes })}
              </span>
            </td>
            <td className="py-2 max-sm:hidden">{t('results.count', { count: model.votes })}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
}

/** In words, whether a model is told apart from the next one. */
function separation(t: Translate, votes: number | null | undefined): string {
  if (votes === undefined) return '–';
  if (votes === 0) return t('results.more.isApart');
  const needed = votesNeeded(votes);
  return needed === null ? t('results.more.equal') : t('results.more.needs', { votes: needed });
}

/** What else is known of each model. */
export async function MoreOfEach({ ranking }: Props) {
  const t = await words();
  const { models, votesToSeparate, reweighted } = ranking;
  const alike = ({ label }: Model) => reweighted?.find((other) => other.label === label);
  const columns = [
    'method',
    'bothBad',
    'apart',
    ...(reweighted ? (['reweighted'] as const) : []),
  ] as const;
  return (
    <Wide label={t('results.more.label')}>
      <table className="w-full text-left text-sm">
        <thead className="quiet">
          <tr className="align-bottom">
            {columns.map((column) => (
              <th key={column} scope="col" className={HEAD}>
                {t(`results.more.${column}`)}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {models.map((model, index) => {
            const other = alike(model);
            return (
              <tr key={model.label} className="border-t border-(--line) align-top">
                <th scope="row" className="py-2 pr-3 font-medium">
                  <MethodName name={model.name} method={model.model?.method} />
                </th>
                <td className="py-2 pr-3">{t('results.share', { share: model.bothBad })}</td>
                <td className="py-2 pr-3">{separation(t, votesToSeparate[index])}</td>
                {reweighted && <td className="py-2">{other ? ratingInWords(t, other) : '–'}</td>}
              </tr>
            );
          })}
        </tbody>
      </table>
    </Wide>
  );
}
