import Link from 'next/link';
import { useTranslations } from 'use-intl/react';
import { MethodName } from '@/app/components/method-name';
import { lookAlike } from '@/app/words/model-words';
import { useModelWords } from '@/app/words/provider';
import { CrowdShare } from './crowd-share';
import { OwnProgress } from './own-progress';
import type { MatchupFragment } from './vote.documents';

type Shown = MatchupFragment['ofSameSet'][number];

/** What the voter answered, in words. */
function useSaid(): (shown: Pick<Shown, 'answers'>) => string {
  const t = useTranslations('vote');
  return ({ answers }) => {
    const [first, second] = answers.map(({ outcome }) => t('said', { outcome }));
    if (first === undefined) return t('skipped');
    return second === undefined ? first : t('saidThen', { first, second });
  };
}

/** Two pictures with their painters, who come in one after the other, and what the voter said. */
function Pair({ shown, place }: { shown: Shown; place: number }) {
  const t = useTranslations('vote');
  const said = useSaid();
  const wordsOf = useModelWords();
  const { reveal, answers } = shown;
  if (!reveal) return null;
  const alike = lookAlike(wordsOf(reveal.left.model), wordsOf(reveal.right.model));
  const [first] = answers;
  return (
    <li className="grid grid-cols-2 gap-x-4 gap-y-1">
      {(['LEFT', 'RIGHT'] as const).map((side, index) => {
        const { key, model } = side === 'LEFT' ? reveal.left : reveal.right;
        const { url } = side === 'LEFT' ? shown.left : shown.right;
        return (
          <Link key={key} href={`/g/${key}`} className="link flex min-h-11 items-center gap-3">
            <img
              src={url}
              alt=""
              width={64}
              height={64}
              className={`size-16 shrink-0 rounded-box ${first?.outcome === side ? 'is-first' : ''}`}
            />
            <span
              className="slide-in min-w-0"
              style={{ animationDelay: `${(2 * place + index) * 120}ms` }}
            >
              <MethodName {...model} hollow={alike && side === 'RIGHT'} />
            </span>
          </Link>
        );
      })}
      <Link href={`/v/${shown.key}`} className="quiet link col-span-2 w-fit text-sm">
        {t('youSaid', { said: said(shown) })}
      </Link>
    </li>
  );
}

/** Why nobody is told yet who painted the pictures that were just judged. */
function Waiting({ matchup }: { matchup: MatchupFragment }) {
  const t = useTranslations('vote');
  const said = useSaid();
  const { prompt, untilRevealed: more } = matchup;
  return <p className="quiet text-sm">{t('untilNamed', { prompt, said: said(matchup), more })}</p>;
}

interface NamedProps {
  readonly matchup: MatchupFragment;
  readonly reveal: NonNullable<MatchupFragment['reveal']>;
}

function Named({ matchup, reveal }: NamedProps) {
  const t = useTranslations('vote');
  const { comparison } = reveal;
  return (
    <>
      <h2 className="font-semibold">{t('whoPainted', { prompt: matchup.prompt })}</h2>
      <ul className="mt-3 space-y-4">
        {matchup.ofSameSet.map((shown, place) => (
          <Pair key={shown.key} shown={shown} place={place} />
        ))}
      </ul>
      <CrowdShare {...reveal} />
      <OwnProgress of={matchup.key} />
      {comparison && (
        <Link href={`/c/${comparison.key}`} className="link mt-2 inline-flex min-h-11 items-center">
          {t('allPictures')}
        </Link>
      )}
    </>
  );
}

/** Who painted the pictures of the last prompt, once all of it is judged, and what others said of the last two. */
export function Reveal({ matchup }: { matchup: MatchupFragment | undefined }) {
  const t = useTranslations('vote');
  const { reveal } = matchup ?? {};
  return (
    <div aria-live="polite" className="mt-2">
      {matchup ? (
        <section aria-label={t('last')} className="card min-h-28 p-4">
          {reveal ? (
            <Named key={matchup.key} matchup={matchup} reveal={reveal} />
          ) : (
            <Waiting matchup={matchup} />
          )}
        </section>
      ) : (
        <p className="rounded-box quiet flex min-h-28 items-center justify-center border border-dashed border-(--line) p-4 text-center text-sm">
          {t('blind')}
        </p>
      )}
    </div>
  );
}
