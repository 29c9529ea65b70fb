'use client';

import Link from 'next/link';
import { useEffect, useState } from 'react';
import { useTranslations } from 'use-intl/react';
import { MethodName } from '@/app/components/method-name';
import { request } from '@/app/components/graphql-client';
import { intervalInWords } from './in-words';
import { MyRankingDocument, type MyRankingQuery } from './ranking.documents';

/** What the visitor's own votes say, once there are enough of them. */
export function MyRanking() {
  const t = useTranslations();
  const [mine, setMine] = useState<MyRankingQuery['myRanking']>(null);
  useEffect(() => {
    // Without it the page says all the rest.
    request(MyRankingDocument).then(
      ({ myRanking }) => setMine(myRanking),
      () => undefined,
    );
  }, []);
  if (!mine || mine.votes === 0) return null;
  return (
    <section aria-labelledby="mine" className="print:hidden">
      <h2 id="mine" className="text-xl font-semibold">
        {t('results.mine.title')}
      </h2>
      {mine.ranking ? (
        <table className="mt-2 text-left text-sm">
          <thead className="quiet">
            <tr>
              {(['method', 'score', 'votes'] as const).map((column) => (
                <th key={column} scope="col" className="py-1 pr-4 font-normal">
                  {t(`results.table.${column}`)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {mine.ranking.models.map(({ label, name, rating, votes, ...interval }) => (
              <tr key={label} className="border-t border-(--line)">
                <th scope="row" className="py-1 pr-4 font-medium">
                  <MethodName name={name} />
                </th>
                <td className="py-1 pr-4">
                  {t('results.rating', { rating: Math.round(rating) })}{' '}
                  <span className="quiet inline-block">{intervalInWords(t, interval)}</span>
                </td>
                <td className="py-1">{t('results.count', { count: votes })}</td>
              </tr>
            ))}
          </tbody>
        </table>
      ) : (
        <p className="quiet">
          {t('results.mine.needs', { votes: mine.votes, needed: mine.needed })}{' '}
          <Link href="/vote" className="link">
            {t('results.mine.goOn')}
          </Link>
        </p>
      )}
    </section>
  );
}
