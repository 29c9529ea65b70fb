'use client';

import { useEffect, useState } from 'react';
import { useTranslations } from 'use-intl/react';

const SHOWN_SECONDS = 8;

interface Props {
  /** Nothing is shown while it is empty. */
  readonly message: string;
  /** Such as to undo what the message says. */
  readonly action?: { readonly title: string; readonly run: () => void };
  /** How long it stays; what is said here is counted down for the eye. */
  readonly seconds?: number;
  /** On phones it stands on what it is in, which has to be positioned, rather than above the bottom bar. */
  readonly inPlace?: boolean;
  readonly onClose: () => void;
}

/** Says what has just happened, above the bottom bar, and goes away by itself. */
export function Toast({ message, action, seconds, inPlace = false, onClose }: Props) {
  const t = useTranslations('ui');
  const shownFor = seconds ?? SHOWN_SECONDS;
  useEffect(() => {
    if (message === '') return undefined;
    const timer = setTimeout(onClose, 1000 * shownFor);
    return () => clearTimeout(timer);
  }, [message, shownFor, onClose]);
  return (
    <div
      role="status"
      className={`toast pointer-events-none z-30 flex justify-center md:fixed md:inset-x-4 md:bottom-6 md:justify-end ${
        inPlace
          ? 'max-md:absolute max-md:inset-0 max-md:justify-start'
          : 'max-md:fixed max-md:inset-x-4 max-md:bottom-20'
      }`}
    >
      {message !== '' && (
        <div
          className={`bg-ink shadow-box rounded-box pointer-events-auto flex items-center text-white md:gap-2 md:py-1 md:pr-1 md:pl-4 dark:bg-slate-100 dark:text-ink ${
            inPlace ? 'max-md:pl-1' : 'max-md:gap-2 max-md:py-1 max-md:pr-1 max-md:pl-4'
          }`}
        >
          <span className={inPlace ? 'pl-2 max-[26rem]:sr-only' : ''}>{message}</span>
          {action && (
            <button
              type="button"
              className="rounded-box min-h-11 px-3 font-semibold underline"
              onClick={action.run}
            >
              {action.title}
            </button>
          )}
          {seconds !== undefined && <Countdown from={seconds} />}
          <button
            type="button"
            aria-label={t('close')}
            className="rounded-box size-11"
            onClick={onClose}
          >
            <span aria-hidden="true">✕</span>
          </button>
        </div>
      )}
    </div>
  );
}

/** The seconds that are left, which nobody wants to hear each. */
function Countdown({ from }: { from: number }) {
  const [left, setLeft] = useState(from);
  useEffect(() => {
    const timer = setInterval(() => setLeft((seconds) => Math.max(1, seconds - 1)), 1000);
    return () => clearInterval(timer);
  }, []);
  return (
    <span className="w-8 text-right text-sm" aria-hidden="true">
      {left} s
    </span>
  );
}
