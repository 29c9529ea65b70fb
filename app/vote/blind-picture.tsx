import { useRef, useState, type SyntheticEvent } from 'react';
import type { MatchupFragment, Outcome } from './vote.documents';
import { report } from './arena';

interface Props {
  readonly side: 'LEFT' | 'RIGHT';
  readonly matchup: MatchupFragment;
  readonly answer: (outcome: Outcome) => void;
  readonly skip: () => void;
}

/** A picture that is chosen by tapping it, with a way to say that it should not be shown. */
export function BlindPicture({ side, matchup, answer, skip }: Props) {
  const dialog = useRef<HTMLDialogElement>(null);
  const [problem, setProblem] = useState('');
  const name = side === 'LEFT' ? 'Left' : 'Right';
  const { url } = side === 'LEFT' ? matchup.left : matchup.right;

  async function send(event: SyntheticEvent<HTMLFormElement>) {
    event.preventDefault();
    const reason = new FormData(event.currentTarget).get('reason');
    try {
      await report(matchup.key, side, typeof reason === 'string' ? reason : '');
      dialog.current?.close();
      skip();
    } catch (error) {
      setProblem(error instanceof Error ? error.message : 'It did not work.');
    }
  }

  return (
    <div>
      <button
        type="button"
        className="card hover:border-lake-500 block w-full touch-manipulation overflow-hidden"
        onClick={() => answer(side)}
      >
        <img
          src={url}
          alt={`${name} picture`}
          width={512}
          height={512}
          className="aspect-square w-full"
        />
        <span className="block py-2 font-medium">
          {side === 'LEFT' && <span aria-hidden="true">← </span>}
          {name}
          {side === 'RIGHT' && <span aria-hidden="true"> →</span>}
        </span>
      </button>
      <button
        type="button"
        className="quiet mt-1 min-h-6 text-xs underline"
        onClick={() => dialog.current?.showModal()}
      >
        Report<span className="sr-only"> the {name.toLowerCase()} picture</span>
      </button>
      <dialog
        ref={dialog}
        aria-label={`Report the ${name.toLowerCase()} picture`}
        className="card text-ink m-auto w-full max-w-md p-4 backdrop:bg-black/50 dark:text-slate-100"
      >
        <form onSubmit={(event) => void send(event)}>
          <label htmlFor={`reason-${side}`} className="font-medium">
            What is wrong with this picture?
          </label>
          <input
            id={`reason-${side}`}
            name="reason"
            className="field mt-1"
            maxLength={500}
            placeholder="broken, offensive, …"
            autoComplete="off"
          />
          <p role="alert" className="mt-2 text-red-800 empty:hidden dark:text-red-300">
            {problem}
          </p>
          <div className="mt-3 flex gap-2">
            <button type="submit" className="button">
              Report and skip
            </button>
            <button type="button" className="button-quiet" onClick={() => dialog.current?.close()}>
              Cancel
            </button>
          </div>
        </form>
      </dialog>
    </div>
  );
}
