'use client';

import Link from 'next/link';
import { useState } from 'react';
import { useTranslations } from 'use-intl/react';
import { request } from '@/app/components/graphql-client';
import { SendToVotingDocument, type EntryState } from './create.documents';

/** What becomes of a proposal. */
function Outcome({ state }: { state: EntryState }) {
  const t = useTranslations('create.voting');
  if (state === 'PROPOSED') return t('proposed');
  if (state === 'REFUSED') return t('refused');
  return t.rich('painted', {
    vote: (chunks) => (
      <Link href="/vote" className="link">
        {chunks}
      </Link>
    ),
  });
}

/** Proposes the prompt of a comparison for blind votes. */
export function SendToVoting({ comparison }: { comparison: string }) {
  const t = useTranslations('create.voting');
  const [state, setState] = useState<EntryState | 'IDLE' | 'BUSY'>('IDLE');
  const [problem, setProblem] = useState('');
  const decided = state !== 'IDLE' && state !== 'BUSY' ? state : undefined;

  async function send() {
    setState('BUSY');
    setProblem('');
    try {
      const { sendToVoting } = await request(SendToVotingDocument, { id: comparison });
      if (!('state' in sendToVoting)) throw new Error(sendToVoting.message);
      setState(sendToVoting.state);
    } catch (error) {
      setState('IDLE');
      setProblem(error instanceof Error ? error.message : String(error));
    }
  }

  return (
    <>
      {!decided && (
        <button
          type="button"
          className="button-quiet"
          disabled={state === 'BUSY'}
          title={t('help')}
          onClick={() => void send()}
        >
          {t('send')}
        </button>
      )}
      <p role="status" className="quiet text-sm">
        {decided && <Outcome state={decided} />}
      </p>
      <p role="alert" className="text-sm text-(--bad) empty:hidden">
        {problem}
      </p>
    </>
  );
}
