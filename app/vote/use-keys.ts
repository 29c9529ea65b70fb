import { useEffect, type KeyboardEvent as PressedOnPair, type RefObject } from 'react';
import type { Outcome } from './vote.documents';

const OUTCOMES: Readonly<Record<string, Outcome>> = {
  ArrowLeft: 'LEFT',
  '1': 'LEFT',
  ArrowRight: 'RIGHT',
  '2': 'RIGHT',
  ArrowUp: 'TIE',
  ArrowDown: 'BOTH_BAD',
};

/** These scroll where nothing has the focus. */
const SCROLLS = ['ArrowUp', 'ArrowDown'];

type Pressed = Pick<KeyboardEvent, 'key' | 'altKey' | 'ctrlKey' | 'metaKey' | 'shiftKey'>;

/** The key as the table has it; undefined for one that does nothing here. */
function ours({ key, altKey, ctrlKey, metaKey, shiftKey }: Pressed): string | undefined {
  if (altKey || ctrlKey || metaKey || shiftKey) return undefined;
  const name = key.length === 1 ? key.toLowerCase() : key;
  return OUTCOMES[name] || name === 'u' || name === 's' ? name : undefined;
}

interface Doing {
  readonly answer: (outcome: Outcome) => void;
  readonly undo: () => void;
  readonly skip: () => void;
}

/**
 * What the pair does with keys while it has the focus. Where nothing has it, a first key that scrolls nothing gives it to the
 * pair, and answers nothing: whoever presses it sees what has the focus then.
 */
export function useKeys(pair: RefObject<HTMLElement | null>, on: boolean, doing: Doing) {
  useEffect(() => {
    if (!on) return undefined;
    function onKey(event: KeyboardEvent) {
      const key = ours(event);
      if (key === undefined || SCROLLS.includes(key)) return;
      if (document.activeElement !== document.body || !pair.current) return;
      pair.current.focus({ preventScroll: true });
      event.preventDefault();
    }
    window.addEventListener('keydown', onKey);
    return () => window.removeEventListener('keydown', onKey);
  }, [on, pair]);

  return (event: PressedOnPair) => {
    const key = ours(event);
    const { target } = event;
    if (!on || key === undefined) return;
    // A long prompt scrolls by itself.
    if (SCROLLS.includes(key) && target instanceof Element && target.closest('[data-scrolls]'))
      return;
    event.preventDefault();
    if (event.repeat) return;
    const outcome = OUTCOMES[key];
    if (outcome) doing.answer(outcome);
    else if (key === 'u') doing.undo();
    else doing.skip();
  };
}
