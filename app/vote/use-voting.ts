import { useCallback, useEffect, useRef, useState } from 'react';
import type { Category, MatchupFragment, Outcome, Question } from './vote.documents';
import { AskedToWait } from '@/app/components/reached';
import { draw, isAway, Refused, undo } from './arena';
import { decoded } from './decoded';
import { Sending, type Hindrance } from './sending';
import { MOST_WAITING, waiting } from './waiting-answers';

/** For so many seconds an answer can be taken back. */
export const UNDO_SECONDS = 10;

/** After an answer nothing is taken for so long: a double tap is one answer. */
const LOCK_MS = 350;

/** So many matchups may still be on their way to being decided, and the server takes so many names of them. */
const RECENT = 5;
const MOST_EXCEPT = 10;

/** Why there is no pair: none yet, no network, asked to wait, nothing left to judge, or what the server says. */
export type Phase = 'asking' | Hindrance | 'nothing' | 'failed';

/** When it is looked again by itself, in seconds: for the network, and for pairs that are painted meanwhile. */
const LOOK_AGAIN: Readonly<Partial<Record<Phase, number>>> = { away: 5, nothing: 10 };

/** What went wrong with an answer; `said` is the server's own sentence. */
export type Trouble =
  | { readonly kind: 'none' | 'tooLate' | 'notUndone' }
  | { readonly kind: 'said'; readonly sentence: string };

/** How many answers are not sent yet, and why. */
export interface Waits {
  readonly count: number;
  readonly why: Hindrance;
}

const NO_TROUBLE: Trouble = { kind: 'none' };

const asTrouble = (reason: Refused): Trouble =>
  reason.kind === 'MatchupClosed' || reason.kind === 'NotFound'
    ? { kind: 'tooLate' }
    : { kind: 'said', sentence: reason.message };

/** The next matchup, with its pictures on their way into the browser. */
async function prepare(category: Category | undefined, recent: readonly string[]) {
  const open = [...recent, ...waiting().map(({ matchup }) => matchup)];
  const matchup = await draw(category, [...new Set(open)].slice(-MOST_EXCEPT));
  // Whoever shows them meets the error.
  for (const { url } of [matchup.left, matchup.right]) decoded(url).catch(() => undefined);
  return matchup;
}

/**
 * One voter's turns. Answers show at once and are sent one after the other; the next matchup is fetched
 * while this one is looked at, so that nobody waits between two.
 */
export function useVoting(category: Category | undefined) {
  const [current, setCurrent] = useState<MatchupFragment>();
  /** What was said to the first question. */
  const [first, setFirst] = useState<Outcome>();
  const [before, setBefore] = useState<MatchupFragment>();
  /** Of which the last answer can be taken back: the pair on the screen, or the one before it. */
  const [undoable, setUndoable] = useState<MatchupFragment>();
  const [phase, setPhase] = useState<Phase>('asking');
  const [sentence, setSentence] = useState('');
  /** After how many seconds the server has asked to come back. */
  const [askedToWait, setAskedToWait] = useState(0);
  const [trouble, setTrouble] = useState(NO_TROUBLE);
  const [decided, setDecided] = useState(0);
  const [waits, setWaits] = useState<Waits>({ count: 0, why: 'away' });
  const [locked, setLocked] = useState(false);
  const isLocked = useRef(false);
  const recent = useRef<string[]>([]);
  const shown = useRef<string>(undefined);
  const next = useRef<Promise<MatchupFragment>>(undefined);
  const sending = useRef<Sending>(undefined);

  const lock = useCallback((isOn: boolean) => {
    isLocked.current = isOn;
    setLocked(isOn);
  }, []);

  const lockForAMoment = useCallback(() => {
    lock(true);
    setTimeout(() => lock(false), LOCK_MS);
  }, [lock]);

  const clear = useCallback(() => {
    shown.current = undefined;
    setCurrent(undefined);
    setFirst(undefined);
    setUndoable(undefined);
  }, []);

  /** Shows a matchup, and has the one after it prepared, unless there is one already. */
  const show = useCallback(
    (matchup: MatchupFragment, following?: MatchupFragment) => {
      shown.current = matchup.key;
      setCurrent(matchup);
      setFirst(matchup.answers[0]?.outcome);
      setPhase('asking');
      recent.current = [...recent.current, matchup.key].slice(-RECENT);
      next.current = following ? Promise.resolve(following) : prepare(category, recent.current);
      // Whoever needs it meets the error.
      next.current.catch(() => undefined);
    },
    [category],
  );

  /** Shows the pair that is prepared, or else asks for one once all that was said is sent, which decides what is open. */
  const advance = useCallback(async () => {
    const prepared = next.current;
    next.current = undefined;
    try {
      const ahead = await prepared?.catch(() => undefined);
      if (!ahead) await sending.current?.flush();
      show(ahead ?? (await prepare(category, [])));
    } catch (error) {
      if (isAway(error)) setPhase('away');
      else if (error instanceof AskedToWait) {
        setPhase('slow');
        setAskedToWait(error.seconds);
      } else if (error instanceof Refused && error.kind === 'NothingToJudge') setPhase('nothing');
      else {
        setPhase('failed');
        setSentence(error instanceof Error ? error.message : '');
      }
    }
  }, [category, show]);

  useEffect(() => {
    const own = new Sending({
      stored({ answer }, matchup) {
        // Whoever has said more since then would take back something else.
        if (answer && !matchup.reveal && waiting().length === 0) setUndoable(matchup);
        if (answer?.question === 'OVERALL') setDecided((count) => count + 1);
        if (answer?.question === 'OVERALL') setBefore(matchup);
        // Of a pair that is skipped there is something to tell if it was answered in part, or has left the arena with that.
        else if (!answer && (matchup.answers.length > 0 || matchup.reveal)) setBefore(matchup);
      },
      refused({ matchup: key, answer }, reason) {
        // A pair that is closed already has no need to be skipped.
        if (answer) setTrouble(asTrouble(reason));
        if (shown.current !== key) return;
        clear();
        void advance();
      },
      waits: (count, why) => setWaits({ count, why }),
    });
    sending.current = own;
    const onOnline = () => {
      void own.flush();
      if (shown.current === undefined) void advance();
    };
    window.addEventListener('online', onOnline);
    next.current = undefined;
    void own.flush();
    void advance();
    return () => {
      own.stop();
      window.removeEventListener('online', onOnline);
    };
  }, [advance, clear]);

  useEffect(() => {
    const every = phase === 'slow' ? askedToWait : LOOK_AGAIN[phase];
    if (every === undefined) return undefined;
    const timer = setInterval(() => {
      if (document.visibilityState === 'visible') void advance();
    }, every * 1000);
    return () => clearInterval(timer);
  }, [phase, askedToWait, advance]);

  const canSay = current !== undefined && waits.count < MOST_WAITING;

  const goOn = useCallback(() => {
    clear();
    void advance();
  }, [clear, advance]);

  const answer = useCallback(
    (outcome: Outcome) => {
      if (!current || !canSay || isLocked.current) return;
      const question: Question = first === undefined ? 'ALIGNMENT' : 'OVERALL';
      lockForAMoment();
      setTrouble(NO_TROUBLE);
      setUndoable(undefined);
      sending.current?.say(current.key, { question, outcome });
      if (question === 'ALIGNMENT') setFirst(outcome);
      else goOn();
    },
    [current, canSay, first, lockForAMoment, goOn],
  );

  const skip = useCallback(() => {
    if (!current || !canSay || isLocked.current) return;
    lockForAMoment();
    setTrouble(NO_TROUBLE);
    sending.current?.say(current.key, null);
    goOn();
  }, [current, canSay, lockForAMoment, goOn]);

  const canUndo = current !== undefined && undoable !== undefined;

  const takeBack = useCallback(async () => {
    if (!current || !undoable || isLocked.current) return;
    setUndoable(undefined);
    lock(true);
    try {
      const again = await sending.current?.after(() => undo(undoable.key));
      if (again === undefined || again.key === current.key) setFirst(undefined);
      else {
        setDecided((count) => count - 1);
        setBefore(undefined);
        show(again, current);
      }
    } catch {
      setTrouble({ kind: 'notUndone' });
    } finally {
      lock(false);
    }
  }, [current, undoable, lock, show]);

  const retry = useCallback(() => {
    setPhase('asking');
    setTrouble(NO_TROUBLE);
    void advance();
  }, [advance]);

  return {
    current,
    question: first === undefined ? ('ALIGNMENT' as const) : ('OVERALL' as const),
    first,
    before,
    /** Whether the last answer can be taken back. */
    canUndo,
    /** No longer. */
    forgetUndo: useCallback(() => setUndoable(undefined), []),
    phase,
    sentence,
    askedToWait,
    trouble,
    decided,
    waits,
    /** Nothing is taken for a moment. */
    locked: locked || !canSay,
    answer,
    skip,
    undo: takeBack,
    retry,
  };
}
