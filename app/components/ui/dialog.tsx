'use client';

import type { ReactNode, RefObject } from 'react';

interface Props {
  /** Opens it: `ref.current?.showModal()`. */
  readonly ref: RefObject<HTMLDialogElement | null>;
  readonly label: string;
  /** For something to look at, as large as the window allows. */
  readonly large?: boolean;
  readonly onClose?: (() => void) | undefined;
  readonly children: ReactNode;
}

/** Asks for something before anything else; Escape and a press beside it close it. */
export function Dialog({ ref, label, large = false, onClose, children }: Props) {
  return (
    <dialog
      ref={ref}
      aria-label={label}
      className={`card text-ink shadow-box m-auto backdrop:bg-black/50 dark:text-slate-100 ${
        large
          ? 'w-[calc(100%-1rem)] max-w-[min(56rem,calc(100dvh-9rem))]'
          : 'w-[calc(100%-2rem)] max-w-md'
      }`}
      onClose={onClose}
      onClick={(event) => {
        // The box itself is covered by what is in it.
        if (event.target === event.currentTarget) event.currentTarget.close();
      }}
    >
      <div className="p-4">{children}</div>
    </dialog>
  );
}
