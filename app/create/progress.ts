import { useEffect, useRef, useState } from 'react';
import type { PictureFragment } from './create.documents';
import { isOpen } from './painting';

type Steps = Pick<PictureFragment, 'status' | 'currentStep' | 'steps'>;

/** How many steps of these pictures are done, and of how many. */
export function stepsOf(pictures: readonly Steps[]): {
  readonly done: number;
  readonly all: number;
} {
  const sum = (of: (picture: Steps) => number) =>
    pictures.reduce((total, picture) => total + of(picture), 0);
  return {
    done: sum((picture) => (isOpen(picture) ? picture.currentStep : picture.steps)),
    all: sum(({ steps }) => steps),
  };
}

/** Whether none of these pictures is being painted, and some are still to be. */
export function isWaiting(pictures: readonly Pick<PictureFragment, 'status'>[]): boolean {
  const is = (wanted: PictureFragment['status']) =>
    pictures.some(({ status }) => status === wanted);
  return is('QUEUED') && !is('RUNNING');
}

interface Moment {
  readonly at: number;
  readonly done: number;
}

/** How many seconds are left at the pace since `begun`; undefined while there is no pace yet. */
export function secondsLeft(begun: Moment, now: Moment, all: number): number | undefined {
  const pace = (now.done - begun.done) / (now.at - begun.at);
  return pace > 0 ? Math.ceil((all - now.done) / pace / 1000) : undefined;
}

/** The same for steps that go on while one looks. */
export function useSecondsLeft({ done, all }: { readonly done: number; readonly all: number }) {
  const begun = useRef<Moment | undefined>(undefined);
  const [left, setLeft] = useState<number>();
  useEffect(() => {
    if (done === 0 || done >= all) {
      begun.current = undefined;
      setLeft(undefined);
      return;
    }
    const now = { at: performance.now(), done };
    begun.current ??= now;
    setLeft(secondsLeft(begun.current, now, all));
  }, [done, all]);
  return left;
}
