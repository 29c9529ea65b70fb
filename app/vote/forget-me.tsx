'use client';

import { useState } from 'react';
import { request } from '@/app/components/graphql-client';
import { ForgetMeDocument } from './vote.documents';

/** What is stored of a voter, and how to end it. */
export function ForgetMe() {
  const [said, setSaid] = useState('');

  async function forget(keepVotes: boolean) {
    try {
      const { forgetMe } = await request(ForgetMeDocument, { keepVotes });
      if ('message' in forgetMe) throw new Error(forgetMe.message);
      const { data: gone } = forgetMe;
      setSaid(
        keepVotes
          ? 'Forgotten. Your votes stay, as those of nobody in particular.'
          : `Forgotten, and ${gone} ${gone === 1 ? 'answer' : 'answers'} with you.`,
      );
    } catch (error) {
      setSaid(error instanceof Error ? error.message : 'It did not work.');
    }
  }

  return (
    <details className="quiet mx-auto mt-6 max-w-3xl text-sm">
      <summary className="inline-flex min-h-11 cursor-pointer items-center underline">
        What is stored of you
      </summary>
      <p>
        Your answers, under a random name that a cookie in this browser holds; no address, no
        account. You can have the name forgotten, and your answers with it.
      </p>
      <div className="mt-2 flex flex-wrap gap-2">
        <button type="button" className="button-quiet" onClick={() => void forget(true)}>
          Forget me, keep my votes
        </button>
        <button type="button" className="button-quiet" onClick={() => void forget(false)}>
          Forget me and my votes
        </button>
      </div>
      <p role="status" className="mt-2">
        {said}
      </p>
    </details>
  );
}
