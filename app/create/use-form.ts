import { useSearchParams } from 'next/navigation';
import { useEffect, useEffectEvent, useRef, useState } from 'react';
import { addressOf, readAddress, type Address, type Shown } from './address';
import type { Choices, Offer } from './choices';

const WRITTEN_AFTER_MS = 300;

interface FormState {
  readonly choices: Choices;
  readonly shown: Shown;
  /** Whether the form says something else than the pictures that are shown. */
  readonly isChanged: boolean;
}

/**
 * What stands in the form and which pictures are shown. Both are in the address, so that nothing is lost: `onAddress`
 * hears of the first one, and of each that did not come from here, as by Back.
 */
export function useForm(
  offer: Offer,
  begin: (address: Address) => Choices,
  onAddress: (address: Address, isFirst: boolean) => void,
) {
  const params = useSearchParams();
  const [state, setState] = useState<FormState>(() => {
    const address = readAddress(params, offer);
    return { choices: begin(address), shown: address.shown, isChanged: address.saysChoices };
  });
  const latest = useRef(state);
  /** The query string that this page has written or read last. */
  const known = useRef<string | undefined>(undefined);
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);
  const query = params.toString();

  function set(changes: Partial<FormState>) {
    latest.current = { ...latest.current, ...changes };
    setState(latest.current);
  }

  const arrive = useEffectEvent(() => {
    const here = new URLSearchParams(location.search);
    if (known.current === here.toString()) return;
    const isFirst = known.current === undefined;
    known.current = here.toString();
    clearTimeout(timer.current);
    const address = readAddress(here, offer);
    set({ shown: address.shown, isChanged: address.saysChoices });
    onAddress(address, isFirst);
  });
  useEffect(() => arrive(), [query]);
  useEffect(() => () => clearTimeout(timer.current), []);

  function write(how: 'pushState' | 'replaceState') {
    clearTimeout(timer.current);
    timer.current = undefined;
    const { shown, choices, isChanged } = latest.current;
    const address = addressOf(shown, isChanged ? choices : undefined, offer);
    known.current = new URL(address, location.href).searchParams.toString();
    if (address !== location.pathname + location.search) history[how](null, '', address);
  }

  return {
    ...state,
    change(changes: Partial<Choices>) {
      set({ choices: { ...latest.current.choices, ...changes }, isChanged: true });
      clearTimeout(timer.current);
      timer.current = setTimeout(() => write('replaceState'), WRITTEN_AFTER_MS);
    },
    /** Writes what was typed into the address at once: the page may be left now. */
    settle: () => {
      if (timer.current !== undefined) write('replaceState');
    },
    /** Fills the form as an address says. */
    fill: (choices: Choices) => set({ choices }),
    /** Has the address name other pictures; a new painting is one more step back. */
    show: (shown: Shown, how: 'pushState' | 'replaceState') => {
      set(how === 'pushState' ? { shown, isChanged: false } : { shown });
      write(how);
    },
  };
}
