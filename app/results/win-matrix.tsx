import { MethodName } from '@/app/components/method-name';
import { Wide } from '@/app/components/ui/wide';
import { words } from '@/app/words/server';
import type { RankingShownFragment } from './ranking.documents';
import { nameOf } from './in-words';

/** Row against column: wins, with ties and both-bad, and of how many votes. */
export async function WinMatrix({ ranking }: { ranking: RankingShownFragment }) {
  const t = await words();
  const labels = [...ranking.models.map(({ label }) => label), ...ranking.unranked];
  const cells = new Map<string, { wins: number; losses: number; total: number; other: number }>();
  for (const { first, second, wins, losses, ties, bothBad } of ranking.pairs) {
    const other = ties + bothBad;
    const total = wins + losses + other;
    cells.set(`${first} ${second}`, { wins, losses, other, total });
    cells.set(`${second} ${first}`, { wins: losses, losses: wins, other, total });
  }
  return (
    <Wide label={t('results.matrix.title')}>
      <table className="text-center text-sm">
        <thead>
          <tr className="quiet">
            <th scope="col" className="p-2 text-left font-normal">
              {t('results.matrix.over')}
            </th>
            {labels.map((label) => (
              <th key={label} scope="col" className="p-2 font-normal">
                <MethodName name={nameOf(label)} />
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {labels.map((row) => (
            <tr key={row}>
              <th scope="row" className="p-2 text-left font-medium whitespace-nowrap">
                <MethodName name={nameOf(row)} />
              </th>
              {labels.map((column) => {
                const cell = cells.get(`${row} ${column}`);
                if (!cell) {
                  return (
                    <td key={column} className="quiet p-2">
                      –
                    </td>
                  );
                }
                const leads = cell.wins > cell.losses;
                return (
                  <td
                    key={column}
                    className={`min-w-20 p-2 ${leads ? 'bg-lake-100 dark:bg-lake-900' : ''}`}
                  >
                    {t('results.count', { count: cell.wins })}{' '}
                    <span className="quiet text-xs">
                      {t('results.matrix.of', { count: cell.total })}
                    </span>
                  </td>
                );
              })}
            </tr>
          ))}
        </tbody>
      </table>
    </Wide>
  );
}
