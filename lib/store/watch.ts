import { setTimeout as sleep } from 'node:timers/promises';

/** Changes travel through rows, so that they cross machines and survive restarts; so soon they are seen. */
const POLL_MS = 120;

/** Looking takes no more than this share of the time, however many follow. */
const LOOKING_SHARE = 0.2;

const OPEN = new Set(['QUEUED', 'RUNNING']);

/** What the rows of these keys are now; those that there are none of are left out. */
type Look<T> = (keys: readonly string[]) => Promise<ReadonlyMap<string, T>>;

/** A row, and what tells it from the one before. */
interface Seen<T> {
  readonly row: T;
  readonly text: string;
}

/** One look at everything that anybody follows. */
interface Round<T> {
  readonly asked: ReadonlySet<string>;
  readonly seen: ReadonlyMap<string, Seen<T>>;
}

/** Rows that people follow: all of them are looked at together, in one statement, while anybody does. */
export class Watch<T extends { readonly status: string }> {
  readonly #followers = new Map<string, number>();
  #round: Promise<Round<T>> | undefined;
  #looked = -Infinity;
  #took = 0;

  constructor(readonly look: Look<T>) {}

  /** The next look at all that is followed when it begins; whoever comes meanwhile waits for the same one. */
  #next(): Promise<Round<T>> {
    this.#round ??= this.#lookLater();
    return this.#round;
  }

  async #lookLater(): Promise<Round<T>> {
    const pause = Math.max(POLL_MS, this.#took / LOOKING_SHARE);
    await sleep(Math.max(0, this.#looked + pause - performance.now()));
    const asked = new Set(this.#followers.keys());
    const began = performance.now();
    try {
      const rows = asked.size > 0 ? await this.look([...asked]) : new Map<string, T>();
      const seen = new Map(
        [...rows].map(([key, row]) => [key, { row, text: JSON.stringify(row) }]),
      );
      return { asked, seen };
    } finally {
      this.#looked = performance.now();
      this.#took = this.#looked - began;
      this.#round = undefined;
    }
  }

  /** Counts a follower of `key`. Returns how to stop counting it, once. */
  #count(key: string): () => void {
    const add = (more: number) => {
      const followers = (this.#followers.get(key) ?? 0) + more;
      if (followers > 0) this.#followers.set(key, followers);
      else this.#followers.delete(key);
    };
    let counted = true;
    add(1);
    return () => {
      if (counted) add(-1);
      counted = false;
    };
  }

  async *#rows(key: string, gone: AbortSignal): AsyncGenerator<T> {
    const leave = this.#count(key);
    gone.addEventListener('abort', leave);
    try {
      for (let last = ''; !gone.aborted;) {
        const { asked, seen } = await this.#next();
        if (!asked.has(key)) continue;
        const now = seen.get(key);
        if (!now) return;
        if (now.text !== last) yield now.row;
        last = now.text;
        if (!OPEN.has(now.row.status)) return;
      }
    } finally {
      leave();
    }
  }

  /** The row of that key at every change, until it is finished, gone, or nobody follows any more. */
  follow(key: string): AsyncGenerator<T> {
    const gone = new AbortController();
    const rows = this.#rows(key, gone.signal);
    const end = rows.return.bind(rows);
    // By itself a generator hears of it when it yields next: with the work's next change.
    rows.return = (value) => {
      gone.abort();
      return end(value);
    };
    return rows;
  }
}
