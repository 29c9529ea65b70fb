'use client';

import { useState } from 'react';
import { ForgetMeDocument } from './forget-me.documents';
import { request } from './graphql-client';
import { forgetHere } from './kept-here';

const answers = (count: number) => `${count} ${count === 1 ? 'answer' : 'answers'}`;

/** Says what being forgotten means, and does it. */
export function ForgetMe() {
  const [deleteAll, setDeleteAll] = useState(false);
  const [said, setSaid] = useState('');

  async function forget() {
    try {
      const { forgetMe } = await request(ForgetMeDocument, { deleteAll });
      if ('message' in forgetMe) throw new Error(forgetMe.message);
      // Else answers that wait would be sent as somebody new's.
      forgetHere();
      const { deleted, kept } = forgetMe;
      setSaid(
        `Forgotten: ${answers(deleted)} deleted, ${answers(kept)} left as nobody’s in particular.`,
      );
    } catch (error) {
      setSaid(error instanceof Error ? error.message : 'It did not work.');
    }
  }

  return (
    <div className="space-y-2">
      <p>
        Being forgotten ends the random name that your cookie holds, and takes your stars, your
        reports, the pictures that you brought and all answers that are not published yet along.
        Answers that are published already stay, under a new name that leads to nobody: they are
        part of rankings that others have read.
      </p>
      <p>There is no way back: nobody can find your pictures or answers for you afterwards.</p>
      <label className="flex min-h-11 items-center gap-2">
        <input
          type="checkbox"
          checked={deleteAll}
          onChange={(event) => setDeleteAll(event.target.checked)}
        />
        And delete the prompts and pictures that I asked for; otherwise they stay as nobody’s.
      </label>
      <button type="button" className="button-quiet" onClick={() => void forget()}>
        Forget me
      </button>
      <p role="status" className="empty:hidden">
        {said}
      </p>
    </div>
  );
}
