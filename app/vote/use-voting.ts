import { useCallback, useEffect, useRef, useState } from 'react';
import type { Category, MatchupFragment, Outcome, Question } from './vote.documents';
import { draw, skip, undo, vote } from './arena';

const UNDO_MS = 10_000;

/** So many matchups may still be on their way to being decided. */
const RECENT = 5;

/** The question that a matchup still asks. */
function questionOf({ answers }: MatchupFragment): Question {
  return answers.length === 0 ? 'ALIGNMENT' : 'OVERALL';
}

function sentence(error: unknown): string {
  return error instanceof Error ? error.message : 'It did not work.';
}

/** The next matchup, with its pictures on their way into the browser. */
async function prepare(category: Category | undefined, except: readonly string[]) {
  const matchup = await draw(category, except);
  for (const { url } of [matchup.left, matchup.right]) new Image().src = url;
  return matchup;
}

/**
 * One voter's turns. Answers show at once and are sent one after the other; the next matchup is fetched
 * while this one is looked at, so that nobody waits between two.
 */
export function useVoting(category: Category | undefined) {
  const [current, setCurrent] = useState<MatchupFragment>();
  const [question, setQuestion] = useState<Question>('ALIGNMENT');
  const [before, setBefore] = useState<MatchupFragment>();
  const [undoable, setUndoable] = useState(false);
  const [problem, setProblem] = useState('');
  const [decided, setDecided] = useState(0);
  const recent = useRef<string[]>([]);
  const next = useRef<Promise<MatchupFragment> | undefined>(undefined);
  const sending = useRef<Promise<unknown>>(Promise.resolve());
  const timer = useRef<ReturnType<typeof setTimeout> | undefined>(undefined);

  const show = useCallback(
    (matchup: MatchupFragment) => {
      setCurrent(matchup);
      setQuestion(questionOf(matchup));
      recent.current = [...recent.current, matchup.key].slice(-RECENT);
      next.current = prepare(category, recent.current);
      // Whoever needs it meets the error.
      next.current.catch(() => undefined);
    },
    [category],
  );

  const advance = useCallback(async () => {
    const prepared = next.current;
    next.current = undefined;
    try {
      // What is being sent decides which matchups are still open.
      show(await (prepared ?? sending.current.then(() => prepare(category, []))));
    } catch (error) {
      setCurrent(undefined);
      setProblem(sentence(error));
    }
  }, [category, show]);

  useEffect(() => {
    next.current = undefined;
    void advance();
  }, [advance]);

  /** Sends in order; what cannot be stored is said, and the matchup is asked again. */
  const send = useCallback(
    (work: () => Promise<MatchupFragment>, done: (matchup: MatchupFragment) => void) => {
      sending.current = sending.current.then(async () => {
        try {
          done(await work());
        } catch (error) {
          setProblem(`That answer was not stored: ${sentence(error)}`);
          next.current = undefined;
          void advance();
        }
      });
    },
    [advance],
  );

  const allowUndo = useCallback(() => {
    setUndoable(true);
    clearTimeout(timer.current);
    timer.current = setTimeout(() => setUndoable(false), UNDO_MS);
  }, []);

  const answer = useCallback(
    (outcome: Outcome) => {
      if (!current) return;
      setProblem('');
      if (question === 'ALIGNMENT') {
        setQuestion('OVERALL');
        setUndoable(false);
        send(() => vote(current.key, question, outcome), allowUndo);
        return;
      }
      setCurrent(undefined);
      setBefore(undefined);
      setUndoable(false);
      send(
        () => vote(current.key, question, outcome),
        (matchup) => {
          setBefore(matchup);
          setDecided((count) => count + 1);
        },
      );
      void advance();
    },
    [current, question, send, allowUndo, advance],
  );

  const skipIt = useCallback(() => {
    if (!current) return;
    setBefore(undefined);
    setUndoable(false);
    send(
      () => skip(current.key),
      (matchup) => setBefore(matchup.reveal ? matchup : undefined),
    );
    void advance();
  }, [current, send, advance]);

  const undoIt = useCallback(() => {
    if (!undoable || !current || question !== 'OVERALL') return;
    setUndoable(false);
    send(
      () => undo(current.key),
      () => setQuestion('ALIGNMENT'),
    );
  }, [undoable, question, current, send]);

  const retry = useCallback(() => {
    setProblem('');
    void advance();
  }, [advance]);

  return {
    current,
    question,
    before,
    undoable: undoable && question === 'OVERALL',
    problem,
    decided,
    answer,
    skip: skipIt,
    undo: undoIt,
    retry,
  };
}
