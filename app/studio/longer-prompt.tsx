import type { LongerPromptFragment } from './studio.documents';

interface Props {
  readonly enrichment: LongerPromptFragment;
  /** What stands in the box: the language model's text, or what the visitor made of it. */
  readonly text: string;
  /** How many characters it may have. */
  readonly limit: number;
  readonly onText: (text: string) => void;
  readonly paintsIt: boolean;
  readonly onPaintsIt: (paintsIt: boolean) => void;
}

/** Whose text it is, and how it came about. */
function origin({ status, llm, drafts, mended }: LongerPromptFragment, edited: boolean): string {
  if (edited) return 'Edited by you.';
  if (status === 'CANCELLED') return 'Cancelled.';
  if (!llm) return 'Written by you.';
  const tries = drafts === 1 ? 'its first draft' : `${drafts} drafts`;
  const lost = mended.map(({ text }) => text).join(', ');
  return lost
    ? `${llm} lost ${lost} in ${tries}, so the short prompt stands in front of its text.`
    : `Written by ${llm}, ${tries}.`;
}

/** What is being waited for. */
function writingNow({ waitsForWriter }: LongerPromptFragment): string {
  return waitsForWriter ? 'Waits for a worker that has a language model …' : 'Writing …';
}

/** The longer prompt as it is written and after, with what it kept of the short one. */
export function LongerPrompt({ enrichment, text, limit, onText, paintsIt, onPaintsIt }: Props) {
  const { status, facts, error } = enrichment;
  const writing = status === 'QUEUED' || status === 'RUNNING';
  const edited = text !== enrichment.text;
  return (
    <section className="card mt-4 space-y-3 p-4" aria-label="Longer prompt">
      <label htmlFor="longer" className="font-medium">
        Longer prompt
      </label>
      <textarea
        id="longer"
        className="field"
        rows={4}
        maxLength={limit}
        value={text}
        readOnly={writing}
        aria-busy={writing}
        placeholder={writing ? 'The language model is reading your prompt …' : ''}
        onChange={(event) => onText(event.target.value)}
      />
      {error ? (
        <p role="alert" className="text-red-800 dark:text-red-300">
          {error} You can paint the short prompt, or write the longer one yourself.
        </p>
      ) : (
        <p role="status" className="quiet text-sm">
          {writing ? writingNow(enrichment) : origin(enrichment, edited)}
        </p>
      )}
      {!edited && facts.length > 0 && (
        <ul className="flex flex-wrap gap-2 text-sm" aria-label="What it kept of the short prompt">
          {facts.map(({ kind, text: fact, kept }) => (
            <li key={`${kind} ${fact}`} className="chip">
              {kept ? '✓ kept' : '✗ lost'}: {fact}
            </li>
          ))}
        </ul>
      )}
      {!writing && (
        <label className="flex items-center gap-2">
          <input
            type="checkbox"
            checked={paintsIt}
            onChange={(event) => onPaintsIt(event.target.checked)}
          />
          Paint this longer prompt instead of the short one
        </label>
      )}
    </section>
  );
}
