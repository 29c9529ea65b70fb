import { Refused, skip, vote } from './arena';
import type { MatchupFragment } from './vote.documents';
import { drop, keep, waiting, type Waiting } from './waiting-answers';

const FIRST_PAUSE_MS = 1_000;
const LONGEST_PAUSE_MS = 30_000;

/** Who hears what becomes of what was said. */
interface Listener {
  readonly stored: (said: Waiting, matchup: MatchupFragment) => void;
  /** The server will never store it: it and whatever else was said of its pair is dropped. */
  readonly refused: (said: Waiting, reason: Refused) => void;
  /** So much waits for the network; 0 once it is back. */
  readonly waits: (count: number) => void;
}

const send = ({ id, matchup, answer }: Waiting) =>
  answer ? vote(matchup, answer.question, answer.outcome, id) : skip(matchup);

/**
 * Sends what a voter says, one after the other, each until it is stored or refused. What the network keeps back waits in this
 * browser, also for the next visit.
 */
export class Sending {
  #last: Promise<unknown> = Promise.resolve();
  #timer: ReturnType<typeof setTimeout> | undefined;
  #pause = FIRST_PAUSE_MS;
  #away = false;

  constructor(readonly listener: Listener) {}

  /** Says something of a pair, or with null that it is skipped. */
  say(matchup: string, answer: Waiting['answer']): void {
    keep(matchup, answer);
    if (this.#away) this.listener.waits(waiting().length);
    void this.flush();
  }

  /** Sends all that waits; resolves once that is done, or the network is away. */
  flush(): Promise<void> {
    return this.after(() => this.#sendAll());
  }

  /** Does something once all that was said before has been sent, or has failed to be. */
  after<T>(work: () => Promise<T>): Promise<T> {
    const done = this.#last.then(work);
    this.#last = done.catch(() => undefined);
    return done;
  }

  /** Tries no more by itself. */
  stop(): void {
    clearTimeout(this.#timer);
  }

  async #sendAll(): Promise<void> {
    clearTimeout(this.#timer);
    for (let [said] = waiting(); said; [said] = waiting()) {
      try {
        const matchup = await send(said);
        drop(said);
        this.listener.stored(said, matchup);
      } catch (error) {
        const refused = error instanceof Refused && error.kind !== 'TooFast' ? error : undefined;
        if (!refused) {
          this.#later();
          return;
        }
        for (const one of waiting()) if (one.matchup === said.matchup) drop(one);
        this.listener.refused(said, refused);
      }
      this.#pause = FIRST_PAUSE_MS;
      if (this.#away) this.listener.waits(waiting().length);
    }
    this.#away = false;
  }

  #later(): void {
    this.#away = true;
    this.listener.waits(waiting().length);
    this.#timer = setTimeout(() => void this.flush(), this.#pause);
    this.#pause = Math.min(2 * this.#pause, LONGEST_PAUSE_MS);
  }
}
