import type { ReactNode } from 'react';
import { useTranslations } from 'use-intl/react';
import { Button } from '@/app/components/ui/button';
import { useModelWords } from '@/app/words/provider';
import type { PaintingFragment } from './create.documents';
import { useDescription } from './picture-card';
import { isWaiting, stepsOf, useSecondsLeft } from './progress';
import { useWait } from './use-wait';

/** As high on each screen whatever stands in it: nothing beneath moves when painting begins, or ends. */
export const PROGRESS_ROOM =
  'flex min-h-15 flex-wrap content-end items-center gap-x-4 gap-y-2 sm:min-h-11';

interface Props {
  readonly pictures: PaintingFragment['generations'];
  readonly isPainting: boolean;
  /** Null where it is not the visitor's to stop. */
  readonly onCancel: (() => void) | null;
  /** What there is to do in its place once all is painted. */
  readonly children: ReactNode;
}

/** How far all of it is, how long it waits or takes still, and how to stop it. */
export function PaintingProgress({ pictures, isPainting, onCancel, children }: Props) {
  const t = useTranslations('create');
  const nameOf = useModelWords();
  const describe = useDescription();
  const steps = stepsOf(pictures);
  const left = useSecondsLeft(steps);
  const waits = isPainting && isWaiting(pictures);
  const wait = useWait(waits);
  const ended = pictures.map((picture) => describe(picture, nameOf(picture.model).title)).join(' ');

  function now(): string {
    if (!waits) return left === undefined ? t('painting') : t('left', { seconds: left });
    if (wait === undefined) return t('waits');
    return wait < 120
      ? t('waitsSeconds', { seconds: Math.max(1, Math.ceil(wait)) })
      : t('waitsMinutes', { minutes: Math.ceil(wait / 60) });
  }

  return (
    <>
      <p role="status" className="sr-only">
        {!isPainting ? ended : waits ? now() : t('painting')}
      </p>
      <div className={PROGRESS_ROOM}>
        {isPainting ? (
          <>
            <progress
              className="w-full sm:w-auto sm:min-w-24 sm:grow"
              aria-label={t('progress')}
              value={steps.done}
              max={steps.all}
            />
            <div className="flex min-h-11 min-w-0 items-center gap-x-4 max-sm:w-full">
              <span className="quiet min-w-28 text-sm max-sm:grow">{now()}</span>
              {onCancel && (
                <Button kind="quiet" onClick={onCancel}>
                  {t('cancel')}
                </Button>
              )}
            </div>
          </>
        ) : (
          children
        )}
      </div>
    </>
  );
}
