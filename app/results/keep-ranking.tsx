'use client';

import Link from 'next/link';
import { useState } from 'react';
import { useTranslations } from 'use-intl/react';
import { request } from '@/app/components/graphql-client';
import { Button } from '@/app/components/ui/button';
import { Problem } from '@/app/components/ui/field';
import { KeepRankingDocument, type KeepRankingMutationVariables } from './ranking.documents';

/** Makes a permalink of the ranking as it stands, which later votes do not change. */
export function KeepRanking(slice: KeepRankingMutationVariables) {
  const t = useTranslations('results.cite');
  const [key, setKey] = useState('');
  const [problem, setProblem] = useState('');

  async function keep() {
    setProblem('');
    try {
      const { keepRanking } = await request(KeepRankingDocument, slice);
      if ('message' in keepRanking) throw new Error(keepRanking.message);
      setKey(keepRanking.key);
    } catch (error) {
      setProblem(error instanceof Error ? error.message : t('failed'));
    }
  }

  return (
    <div className="flex flex-wrap items-center gap-x-3 gap-y-2 print:hidden">
      <Button kind="quiet" className="needs-script" onClick={() => void keep()}>
        {t('keep')}
      </Button>
      <p role="status" className="quiet text-sm">
        {key === ''
          ? t('why')
          : t.rich('kept', {
              link: (text) => (
                <Link href={`/r/${key}`} className="link">
                  {text}
                </Link>
              ),
            })}
      </p>
      <Problem>{problem}</Problem>
    </div>
  );
}
