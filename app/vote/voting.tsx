'use client';

import Link from 'next/link';
import { useEffect, useRef } from 'react';
import { Refresh } from '@/app/components/refresh';
import type { Category, Outcome } from './vote.documents';
import { BlindPicture } from './blind-picture';
import { Reveal } from './reveal';
import { useVoting } from './use-voting';

const ASKED = {
  ALIGNMENT: 'Which follows the prompt better?',
  OVERALL: 'And which do you prefer?',
} as const;

const KEYS: Readonly<Record<string, Outcome>> = {
  ArrowLeft: 'LEFT',
  '1': 'LEFT',
  ArrowRight: 'RIGHT',
  '2': 'RIGHT',
  ArrowUp: 'TIE',
  ArrowDown: 'BOTH_BAD',
};

interface Props {
  readonly category: Category | undefined;
  /** Nothing is ready yet, but it is being painted. */
  readonly painting: boolean;
}

/** One matchup after the other, by tap or by key. */
export function Voting({ category, painting }: Props) {
  const voting = useVoting(category);
  const { current, question, before, undoable, problem, decided } = voting;
  const latest = useRef(voting);
  useEffect(() => {
    latest.current = voting;
  });

  useEffect(() => {
    function onKey(event: KeyboardEvent) {
      const { target, key, repeat, altKey, ctrlKey, metaKey } = event;
      const writes = target instanceof HTMLInputElement || target instanceof HTMLTextAreaElement;
      // A report is being written.
      if (document.querySelector('dialog[open]')) return;
      if (writes || repeat || altKey || ctrlKey || metaKey) return;
      const outcome = KEYS[key];
      if (outcome) latest.current.answer(outcome);
      else if (key.toLowerCase() === 'u') latest.current.undo();
      else if (key.toLowerCase() === 's') latest.current.skip();
      else return;
      event.preventDefault();
    }
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  }, []);

  const choose = (outcome: Outcome) => () => voting.answer(outcome);
  return (
    <div className="mx-auto mt-3 max-w-3xl">
      <p role="alert" className="text-red-800 empty:hidden dark:text-red-300">
        {painting ? '' : problem}
      </p>
      {current ? (
        <section aria-label="Matchup">
          <div aria-live="polite" className="min-h-24 text-center sm:min-h-28">
            <p className="text-xl font-semibold text-balance sm:text-3xl">{current.prompt}</p>
            <p className="mt-1">
              {ASKED[question]}{' '}
              <span className="quiet text-sm">{question === 'ALIGNMENT' ? '1' : '2'} of 2</span>
            </p>
          </div>
          <div className="mt-2 grid grid-cols-2 gap-2 sm:gap-4">
            <BlindPicture key={current.left.url} side="LEFT" {...voting} matchup={current} />
            <BlindPicture key={current.right.url} side="RIGHT" {...voting} matchup={current} />
          </div>
          <div className="mt-3 grid grid-cols-2 gap-2 sm:gap-4">
            <button type="button" className="button-quiet" onClick={choose('TIE')}>
              <span aria-hidden="true">↑&nbsp;</span> Equal
            </button>
            <button type="button" className="button-quiet" onClick={choose('BOTH_BAD')}>
              <span aria-hidden="true">↓&nbsp;</span> Both bad
            </button>
          </div>
        </section>
      ) : (
        <div className="card mt-3 p-6">
          {painting ? (
            <p role="status">
              The first pictures are being painted and will appear here.
              <Refresh />
            </p>
          ) : problem ? (
            <button type="button" className="button" onClick={() => voting.retry()}>
              Try again
            </button>
          ) : (
            <p className="quiet">…</p>
          )}
        </div>
      )}
      <div className="mt-3 flex flex-wrap items-center gap-2">
        <button
          type="button"
          className="button-quiet"
          disabled={!undoable}
          onClick={() => voting.undo()}
        >
          Undo
        </button>
        <button
          type="button"
          className="button-quiet"
          disabled={!current}
          onClick={() => voting.skip()}
        >
          Skip
        </button>
        <p className="quiet ml-auto text-sm">
          {decided === 0
            ? 'Nobody is told who painted what before you answer.'
            : `${decided} judged. `}
          {decided > 0 && (
            <Link href="/leaderboard" className="underline">
              Leaderboard
            </Link>
          )}
        </p>
      </div>
      <Reveal matchup={before} />
      <p className="quiet mt-6 hidden text-sm pointer-fine:block">
        Keys: ← left, → right (or 1 and 2), ↑ equal, ↓ both bad, U undo, S skip.
      </p>
    </div>
  );
}
