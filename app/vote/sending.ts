import { AskedToWait } from '@/app/components/reached';
import { Refused, skip, vote } from './arena';
import type { MatchupFragment } from './vote.documents';
import { drop, keep, waiting, type Waiting } from './waiting-answers';

const FIRST_PAUSE_MS = 1_000;
const LONGEST_PAUSE_MS = 30_000;

/** Why answers wait: the network is away, or it is asked to wait. */
export type Hindrance = 'away' | 'slow';

/** Who hears what becomes of what was said. */
interface Listener {
  readonly stored: (said: Waiting, matchup: MatchupFragment) => void;
  /** The server will never store it: it and whatever else was said of its pair is dropped. */
  readonly refused: (said: Waiting, reason: Refused) => void;
  /** So much waits, and why; 0 once it is all sent. */
  readonly waits: (count: number, why: Hindrance) => void;
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
  #hindrance: Hindrance | undefined;

  constructor(readonly listener: Listener) {}

  /** Says something of a pair, or with null that it is skipped. */
  say(matchup: string, answer: Waiting['answer']): void {
    keep(matchup, answer);
    this.#tell();
    void this.flush();
  }

  /** Sends all that waits; resolves once that is done, or cannot be now. */
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
        if (!(error instanceof Refused)) {
          this.#later(error);
          return;
        }
        for (const one of waiting()) if (one.matchup === said.matchup) drop(one);
        this.listener.refused(said, error);
      }
      this.#pause = FIRST_PAUSE_MS;
      this.#tell();
    }
    this.#hindrance = undefined;
  }

  #tell(): void {
    if (this.#hindrance) this.listener.waits(waiting().length, this.#hindrance);
  }

  #later(error: unknown): void {
    const asked = error instanceof AskedToWait ? error : undefined;
    this.#hindrance = asked ? 'slow' : 'away';
    this.#tell();
    const pause = asked ? asked.seconds * 1000 : this.#pause;
    this.#timer = setTimeout(() => void this.flush(), pause);
    if (!asked) this.#pause = Math.min(2 * this.#pause, LONGEST_PAUSE_MS);
  }
}
