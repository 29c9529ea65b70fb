'use client';

import Link from 'next/link';
import { useRef, useState } from 'react';
import { useTranslations } from 'use-intl/react';
import { Toast } from '@/app/components/ui/toast';
import { AnswerBar } from './answer-bar';
import { BlindPicture } from './blind-picture';
import { useDecoded } from './decoded';
import { Enlarged } from './enlarged';
import { FirstSteps } from './first-steps';
import { KeysSwitch } from './keys-switch';
import { LayoutSwitch } from './layout-switch';
import { MoreMenu } from './more-menu';
import { NoPair } from './no-pair';
import { QuestionBar } from './question-bar';
import { useRemembered } from './remembered';
import { Reveal } from './reveal';
import { useKeys } from './use-keys';
import { UNDO_SECONDS, useVoting } from './use-voting';
import type { Category, Outcome } from './vote.documents';

interface Props {
  readonly category: Category | undefined;
  /** Nothing is ready yet, but it is being painted. */
  readonly painting: boolean;
  /** Nobody has voted from this browser before. */
  readonly firstVisit: boolean;
}

/** One matchup after the other, by tap or by key. */
export function Voting({ category, painting, firstVisit }: Props) {
  const t = useTranslations('vote');
  const voting = useVoting(category);
  const { current, question, first, before, canUndo, phase, trouble, decided, waits } = voting;
  const [keys, setKeys] = useRemembered('vote-keys', 'on');
  const [stepsAreRead, setStepsAreRead] = useState(false);
  const [enlarged, setEnlarged] = useState<{ side: 'LEFT' | 'RIGHT' }>({ side: 'LEFT' });
  const left = useDecoded(current?.left.url);
  const right = useDecoded(current?.right.url);
  const pair = useRef<HTMLElement>(null);
  const dialog = useRef<HTMLDialogElement>(null);

  const isReady = left.image !== undefined && right.image !== undefined;
  const disabled = !isReady || voting.locked;
  const answer = (outcome: Outcome) => {
    if (isReady) voting.answer(outcome);
  };
  const undo = () => void voting.undo();
  const onKeyDown = useKeys(pair, keys === 'on', { answer, undo, skip: voting.skip });

  const focusPair = () => pair.current?.focus({ preventScroll: true });
  const picture = (side: 'LEFT' | 'RIGHT') => {
    const own = side === 'LEFT' ? left : right;
    return {
      side,
      disabled,
      picture: own,
      isFirst: first === side,
      choose: () => answer(side),
      loadAgain: () => {
        own.again();
        focusPair();
      },
      enlarge: () => {
        if (!isReady) return;
        dialog.current?.showModal();
        setEnlarged({ side });
      },
    };
  };

  if (!current && (painting || phase !== 'asking')) {
    return <NoPair {...{ ...voting, painting, before }} />;
  }
  return (
    // What is told of the last pair comes when it comes, and moves nothing that is seen.
    <div className="needs-script mx-auto mt-2 min-h-svh max-w-3xl">
      <section
        ref={pair}
        aria-label={t('pair')}
        aria-busy={!isReady}
        data-question={question}
        tabIndex={0}
        className="framed rounded-box relative"
        onKeyDown={onKeyDown}
        onClick={({ currentTarget }) => {
          // Safari gives a pressed button no focus.
          if (!currentTarget.contains(document.activeElement)) focusPair();
        }}
      >
        <QuestionBar prompt={current?.prompt} question={question} first={first} />
        <div className="pair mt-2 grid gap-x-2 sm:gap-x-4">
          <BlindPicture {...picture('LEFT')} />
          <BlindPicture {...picture('RIGHT')} />
        </div>
        <AnswerBar
          question={question}
          answer={answer}
          disabled={disabled}
          faded={!isReady}
          keys={keys === 'on'}
        />
      </section>
      <div className="mt-2 flex min-h-11 items-center gap-2">
        <div className="relative flex min-h-11 min-w-0 flex-1 items-center">
          <p className="quiet text-sm" role="status">
            {decided > 0 && (
              <>
                {t('judged', { count: decided })}{' '}
                {/* On phones it stands under what can be undone, for as long as that can be. */}
                <Link href="/results" className={canUndo ? 'link max-md:invisible' : 'link'}>
                  {t('results')}
                </Link>{' '}
              </>
            )}
            {waits.count > 0 && t('waits', { ...waits })}
          </p>
          <Toast
            message={canUndo ? t('stored') : ''}
            action={{
              title: t('undo'),
              run: () => {
                undo();
                // The button goes, and the focus with it.
                focusPair();
              },
            }}
            seconds={UNDO_SECONDS}
            inPlace
            onClose={voting.forgetUndo}
          />
        </div>
        <LayoutSwitch />
        <MoreMenu matchup={current?.key} skip={voting.skip} onClose={focusPair} />
      </div>
      <p role="alert" className="text-(--unsure) empty:hidden">
        {trouble.kind === 'said'
          ? t('notStored', { sentence: trouble.sentence })
          : trouble.kind === 'none'
            ? ''
            : t(trouble.kind)}
      </p>
      <KeysSwitch on={keys === 'on'} change={(on) => setKeys(on ? 'on' : 'off')} />
      {firstVisit && !stepsAreRead && !before && decided === 0 ? (
        <FirstSteps
          dismiss={() => {
            setStepsAreRead(true);
            focusPair();
          }}
        />
      ) : (
        <Reveal matchup={before} />
      )}
      <Enlarged ref={dialog} pictures={{ LEFT: left.image, RIGHT: right.image }} first={enlarged} />
    </div>
  );
}
