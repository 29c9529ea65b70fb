import { useId, useState, type RefObject, type SyntheticEvent } from 'react';
import { Dialog } from './ui/dialog';
import { Problem } from './ui/field';

interface FormProps {
  /** Opens it. */
  readonly ref: RefObject<HTMLDialogElement | null>;
  readonly words: {
    /** What it is for. */
    readonly title: string;
    readonly question: string;
    /** What might be wrong. */
    readonly examples: string;
    readonly submit: string;
    readonly cancel: string;
    /** Where the error has no sentence of its own. */
    readonly failed: string;
  };
  /** Sends the report. Throws an Error with a sentence for whoever reports. */
  readonly send: (reason: string) => Promise<void>;
  readonly onClose?: (() => void) | undefined;
}

/** Asks what is wrong with something, and stays open until that is stored. */
export function ReportForm({ ref, words, send, onClose }: FormProps) {
  const [problem, setProblem] = useState('');
  const [busy, setBusy] = useState(false);
  const field = useId();

  async function onSubmit(event: SyntheticEvent<HTMLFormElement>) {
    event.preventDefault();
    const reason = new FormData(event.currentTarget).get('reason');
    setBusy(true);
    setProblem('');
    try {
      await send(typeof reason === 'string' ? reason : '');
      ref.current?.close();
    } catch (error) {
      setProblem(error instanceof Error ? error.message : words.failed);
    } finally {
      setBusy(false);
    }
  }

  return (
    <Dialog ref={ref} label={words.title} onClose={onClose}>
      <form onSubmit={(event) => void onSubmit(event)}>
        <label htmlFor={field} className="font-medium">
          {words.question}
        </label>
        <input
          id={field}
          name="reason"
          className="field mt-1"
          placeholder={words.examples}
          autoComplete="off"
        />
        <Problem>{problem}</Problem>
        <div className="mt-3 flex gap-2">
          <button type="submit" className="button" disabled={busy}>
            {words.submit}
          </button>
          <button type="button" className="button-quiet" onClick={() => ref.current?.close()}>
            {words.cancel}
          </button>
        </div>
      </form>
    </Dialog>
  );
}
