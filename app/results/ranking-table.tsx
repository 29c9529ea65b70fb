import { MethodName } from '@/app/components/method-name';
import { Wide } from '@/app/components/ui/wide';
import type { RankingShownFragment } from './ranking.documents';
import { ratingInWords, votesNeeded } from './in-words';

/** In words, whether a model is told apart from the next one. */
function separation(votes: number | null | undefined): string {
  if (votes === undefined) return '';
  if (votes === 0) return 'yes';
  const needed = votesNeeded(votes);
  return needed === null ? 'equal so far' : `needs about ${needed} more votes`;
}

/** Every number of the interval plot. */
export function RankingTable({ ranking }: { ranking: RankingShownFragment }) {
  const { models, votesToSeparate, reweighted } = ranking;
  return (
    <Wide label="Results as a table">
      <table className="w-full text-sm whitespace-nowrap">
        <thead>
          <tr className="quiet text-left">
            <th className="py-1 pr-4">Rank</th>
            <th className="py-1 pr-4">Model</th>
            <th className="py-1 pr-4">Rating (95 % interval)</th>
            {reweighted && <th className="py-1 pr-4">If all pairs were shown alike</th>}
            <th className="py-1 pr-4">Votes</th>
            <th className="py-1 pr-4">Both bad</th>
            <th className="py-1">Told apart from the next</th>
          </tr>
        </thead>
        <tbody>
          {models.map((model, index) => (
            <tr key={model.label} className="border-t border-slate-200 dark:border-slate-700">
              <td className="py-2 pr-4">
                {model.bestRank === model.worstRank
                  ? model.bestRank
                  : `${model.bestRank}–${model.worstRank}`}
              </td>
              <th scope="row" className="py-2 pr-4 text-left font-medium">
                <MethodName name={model.name} method={model.model?.method} explained />
                {model.model?.status === 'RETIRED' && (
                  <span className="quiet font-normal"> (retired, {model.label.split('@')[1]})</span>
                )}
              </th>
              <td className="py-2 pr-4">{ratingInWords(model)}</td>
              {reweighted && (
                <td className="quiet py-2 pr-4">
                  {reweighted
                    .filter(({ label }) => label === model.label)
                    .map((other) => ratingInWords(other))}
                </td>
              )}
              <td className="py-2 pr-4">{model.votes}</td>
              <td className="py-2 pr-4">{(100 * model.bothBad).toFixed(0)} %</td>
              <td className="py-2">{separation(votesToSeparate[index])}</td>
            </tr>
          ))}
        </tbody>
      </table>
    </Wide>
  );
}
