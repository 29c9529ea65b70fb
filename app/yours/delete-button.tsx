'use client';

import { useState } from 'react';

interface Props {
  /** What is asked before. */
  readonly label: string;
  /** What it says once it was pressed, so that one slip of a finger deletes nothing. */
  readonly sure: string;
  /** Whose it is, for those who hear the button only. */
  readonly what: string;
  readonly onSure: () => Promise<void>;
}

/** Deletes when it is pressed twice. */
export function DeleteButton({ label, sure, what, onSure }: Props) {
  const [asked, setAsked] = useState(false);
  const [busy, setBusy] = useState(false);

  async function press() {
    if (!asked) {
      setAsked(true);
      return;
    }
    setBusy(true);
    await onSure();
    setBusy(false);
    setAsked(false);
  }

  return (
    <button
      type="button"
      className={asked ? 'button' : 'button-quiet'}
      aria-label={`${asked ? sure : label}: ${what}`}
      disabled={busy}
      onBlur={() => setAsked(false)}
      onClick={() => void press()}
    >
      {asked ? sure : label}
    </button>
  );
}
