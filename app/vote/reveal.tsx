import Link from 'next/link';
import type { MatchupFragment } from './vote.documents';

const SAID = {
  LEFT: 'the left one',
  RIGHT: 'the right one',
  TIE: 'equal',
  BOTH_BAD: 'both bad',
} as const;

const PARTS = [
  { part: 'left', colour: 'bg-lake-700 dark:bg-lake-300' },
  { part: 'tie', colour: 'bg-slate-400' },
  { part: 'bothBad', colour: 'bg-slate-200 dark:bg-slate-600' },
  { part: 'right', colour: 'bg-lake-500' },
] as const;

/** Who painted the pictures of the matchup before, and what others said of the two. */
export function Reveal({ matchup }: { matchup: MatchupFragment | undefined }) {
  if (!matchup?.reveal) return <div className="mt-4 min-h-44" aria-live="polite" />;
  const { left, right, answers } = matchup.reveal;
  const total = answers.left + answers.right + answers.tie + answers.bothBad;
  const said = matchup.answers.map(({ outcome }) => SAID[outcome]).join(', then ');
  return (
    <section aria-label="Your last matchup" className="card mt-4 min-h-44 p-4" aria-live="polite">
      <p className="quiet text-sm">
        “{matchup.prompt}”: you said {said}.
      </p>
      <div className="mt-2 grid grid-cols-2 gap-2 sm:gap-4">
        {[left, right].map(({ key, model }, index) => (
          <Link key={key} href={`/g/${key}`} className="flex min-h-11 items-center gap-3 underline">
            <img
              src={index === 0 ? matchup.left.url : matchup.right.url}
              alt=""
              width={48}
              height={48}
              className="size-12 rounded-lg"
            />
            <span className="break-all">{model.name}</span>
          </Link>
        ))}
      </div>
      {total > 0 && (
        <>
          <div className="mt-3 flex h-3 overflow-hidden rounded-full" aria-hidden="true">
            {PARTS.map(({ part, colour }) => (
              <span key={part} className={colour} style={{ flexGrow: answers[part] }} />
            ))}
          </div>
          <p className="quiet mt-1 text-sm">
            On which follows the prompt, these two so far: {left.model.name} {answers.left},{' '}
            {right.model.name} {answers.right}, equal {answers.tie}, both bad {answers.bothBad}.{' '}
            <Link href={`/v/${matchup.key}`} className="underline">
              Permalink
            </Link>
          </p>
        </>
      )}
    </section>
  );
}
