'use client';

import Link from 'next/link';
import { useState } from 'react';
import { z } from 'zod';
import { request } from '@/app/components/graphql-client';

const KEEP = /* GraphQL */ `
  mutation KeepRanking($category: Category, $question: Question!, $form: PaintedForm) {
    keepRanking(category: $category, question: $question, form: $form) {
      __typename
      ... on RankingSnapshot {
        key
      }
      ... on Problem {
        message
      }
    }
  }
`;
const shape = z.object({
  keepRanking: z.object({ key: z.string().optional(), message: z.string().optional() }),
});

interface Props {
  readonly category?: string | undefined;
  readonly question: string;
  readonly form?: string | undefined;
}

/** Makes a permalink of the ranking as it stands, which later votes do not change. */
export function KeepRanking(slice: Props) {
  const [key, setKey] = useState('');
  const [problem, setProblem] = useState('');

  async function keep() {
    try {
      const { keepRanking } = await request(KEEP, shape, { ...slice });
      if (keepRanking.message) throw new Error(keepRanking.message);
      setKey(keepRanking.key ?? '');
    } catch (error) {
      setProblem(error instanceof Error ? error.message : 'It did not work.');
    }
  }

  return (
    <div className="flex flex-wrap items-center gap-2 print:hidden">
      <button type="button" className="button-quiet" onClick={() => void keep()}>
        Keep this ranking
      </button>
      <p role="status" className="quiet text-sm">
        {key ? (
          <>
            It stays as it is at{' '}
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
