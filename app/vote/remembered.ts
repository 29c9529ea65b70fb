import { useCallback, useSyncExternalStore } from 'react';

const listeners = new Set<() => void>();

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  window.addEventListener('storage', listener);
  return () => {
    listeners.delete(listener);
    window.removeEventListener('storage', listener);
  };
}

/** What this browser remembers under that name, and how to change it; `initial` until somebody does. */
export function useRemembered(name: string, initial: string) {
  const read = () => {
    try {
      return localStorage.getItem(name) ?? initial;
    } catch {
      // The browser keeps nothing.
      return initial;
    }
  };
  const value = useSyncExternalStore(subscribe, read, () => initial);
  const remember = useCallback(
    (next: string) => {
      try {
        localStorage.setItem(name, next);
      } catch {
        return;
      }
      for (const listener of listeners) listener();
    },
    [name],
  );
  return [value, remember] as const;
}
