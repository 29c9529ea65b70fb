'use client';

import Link from 'next/link';
import { useEffect, useState } from 'react';
import { MethodName } from '@/app/components/method-name';
import { request } from '@/app/components/graphql-client';
import { MyRankingDocument, type MyRankingQuery } from './ranking.documents';

/** What the visitor's own votes say, once there are enough of them. */
export function MyRanking() {
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
    <section className="print:hidden">
      <h2 className="text-xl font-semibold">What you say yourself</h2>
      {mine.ranking ? (
        <table className="mt-2 text-sm">
          <thead>
            <tr className="quiet text-left">
              <th className="py-1 pr-4">Model</th>
              <th className="py-1 pr-4">Rating</th>
              <th className="py-1 pr-4">95 % interval</th>
              <th className="py-1">Your votes</th>
            </tr>
          </thead>
          <tbody>
            {mine.ranking.models.map(({ label, name, rating, low, high, votes }) => (
              <tr key={label} className="border-t border-slate-200 dark:border-slate-700">
                <th scope="row" className="py-1 pr-4 text-left font-medium">
                  <MethodName name={name} />
                </th>
                <td className="py-1 pr-4">{rating.toFixed(0)}</td>
                <td className="py-1 pr-4">
                  {low === null || high === null ? '–' : `${low.toFixed(0)} to ${high.toFixed(0)}`}
                </td>
                <td className="py-1">{votes}</td>
              </tr>
            ))}
          </tbody>
        </table>
      ) : (
        <p className="quiet">
          {mine.votes} of the {mine.needed} votes that results of your own need.{' '}
          <Link href="/vote" className="underline">
            Go on
          </Link>
          .
        </p>
      )}
    </section>
  );
}
