'use client';

import Link from 'next/link';
import { useState } from 'react';
import { request } from '@/app/components/graphql-client';
import { KeepRankingDocument, type KeepRankingMutationVariables } from './ranking.documents';

/** Makes a permalink of the ranking as it stands, which later votes do not change. */
export function KeepRanking(slice: KeepRankingMutationVariables) {
  const [key, setKey] = useState('');
  const [problem, setProblem] = useState('');

  async function keep() {
    try {
      const { keepRanking } = await request(KeepRankingDocument, slice);
      if ('message' in keepRanking) throw new Error(keepRanking.message);
      setKey(keepRanking.key);
    } catch (error) {
      setProblem(error instanceof Error ? error.message : 'It did not work.');
    }
  }

  return (
    <div className="flex flex-wrap items-center gap-2 print:hidden">
      <button type="button" className="button-quiet" onClick={() => void keep()}>
        Keep these results
      </button>
      <p role="status" className="quiet text-sm">
        {key ? (
          <>
            They stay as they are at{' '}
            <Link href={`/r/${key}`} className="underline">
              its permalink
            </Link>
            .
          </>
        ) : (
          'To cite it: a permalink that later votes do not change.'
        )}
      </p>
      <p role="alert" className="text-sm text-red-800 empty:hidden dark:text-red-300">
        {problem}
      </p>
    </div>
  );
}
