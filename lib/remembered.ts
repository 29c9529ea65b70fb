/** What was loaded may be so old. */
const STALE_MS = 5000;

interface Kept<T> {
  readonly value: Promise<T>;
  until: number;
}

interface Options {
  readonly staleMs?: number;
  /** Nobody waits for what is loaded again: they get the old until it is there. */
  readonly meanwhileOld?: boolean;
}

/** What `load` returns, loaded again after a while, five seconds, or when it is forgotten; errors are not remembered. */
export function remembered<T>(
  load: () => Promise<T>,
  { staleMs = STALE_MS, meanwhileOld = false }: Options = {},
) {
  let kept: Kept<T> | undefined;

  function loadAgain(): Kept<T> {
    const before = kept;
    const fresh = { value: load(), until: Date.now() + staleMs };
    kept = fresh;
    if (!before || !meanwhileOld) {
      fresh.value.catch(() => (kept = undefined));
      return fresh;
    }
    kept = { value: before.value, until: Infinity };
    fresh.value.then(
      () => (kept = fresh),
      () => (kept = { value: before.value, until: fresh.until }),
    );
    return kept;
  }

  return {
    get(): Promise<T> {
      return (kept && Date.now() <= kept.until ? kept : loadAgain()).value;
    },
    forget: () => (kept = undefined),
  };
}
