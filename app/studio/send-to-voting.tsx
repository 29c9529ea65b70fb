'use client';

import Link from 'next/link';
import { useState } from 'react';
import { request } from '@/app/components/graphql-client';
import { SendToVotingDocument } from './studio.documents';

/** Puts the prompt of a comparison before the voters. */
export function SendToVoting({ comparison }: { comparison: string }) {
  const [state, setState] = useState<'idle' | 'sent' | 'busy'>('idle');
  const [problem, setProblem] = useState('');

  async function send() {
    setState('busy');
    setProblem('');
    try {
      const { sendToVoting } = await request(SendToVotingDocument, { id: comparison });
      if ('message' in sendToVoting) throw new Error(sendToVoting.message);
      setState('sent');
    } catch (error) {
      setState('idle');
      setProblem(error instanceof Error ? error.message : 'It did not work.');
    }
  }

  return (
    <>
      {state !== 'sent' && (
        <button
          type="button"
          className="button-quiet"
          disabled={state === 'busy'}
          title="All models paint the prompt once more, from a seed that nobody knows, for blind votes"
          onClick={() => void send()}
        >
          Send to voting
        </button>
      )}
      <p role="status" className="quiet text-sm">
        {state === 'sent' && (
          <>
            Painted once more, from a seed that nobody knows, for{' '}
            <Link href="/vote" className="underline">
              blind votes
            </Link>
            .
          </>
        )}
      </p>
      <p role="alert" className="text-sm text-red-800 empty:hidden dark:text-red-300">
        {problem}
      </p>
    </>
  );
}
