import { useRef, useState } from 'react';
import type { Shown } from './address';
import { inputOf, seedsFrom, type Choices, type Offer } from './choices';
import type { PaintingFragment } from './create.documents';
import type { Found } from './found';
import { askForPictures, cancelPainting, followed, isOpen, Refused } from './painting';
import type { LongerPromptState } from './use-longer-prompt';

/** What went wrong, and which field it is about. */
export interface Problem {
  readonly message: string;
  readonly field: string | undefined;
}

type Show = (shown: Shown, how: 'pushState' | 'replaceState') => void;

/** The seeds that the form asks for. Throws Refused. */
function seedsAsked({ seed, seeds }: Choices): string[] {
  try {
    return seedsFrom(seed, seeds);
  } catch (error) {
    throw new Refused(error instanceof Error ? error.message : String(error), 'seeds');
  }
}

/** The pictures of the short prompt, and those of the longer one from the same noise. */
export function usePainting(offer: Offer, found: Found, longerPrompt: LongerPromptState) {
  const [short, setShort] = useState(found.comparison ?? undefined);
  const [longer, setLonger] = useState(found.with ?? undefined);
  const [busy, setBusy] = useState(false);
  const [problem, setProblem] = useState<Problem>();
  const turn = useRef(0);

  async function attempt(work: () => Promise<void>) {
    setBusy(true);
    setProblem(undefined);
    try {
      await work();
    } catch (error) {
      const message = error instanceof Error ? error.message : String(error);
      setProblem({ message, field: error instanceof Refused ? error.field : undefined });
    } finally {
      setBusy(false);
    }
  }

  async function follow(id: string, set: (state: PaintingFragment) => void) {
    const mine = turn.current;
    for await (const state of followed(id)) {
      if (turn.current !== mine) return;
      set(state);
    }
  }

  /** Paints the longer prompt from the noise of the short one, once it is written. */
  async function paintLonger(
    choices: Choices,
    seeds: string[],
    key: string,
    show: Show,
    textOf: () => Promise<string | undefined>,
  ) {
    const mine = turn.current;
    let other: { readonly id: string; readonly key: string } | undefined;
    try {
      const enrichmentId = await textOf();
      if (turn.current !== mine || enrichmentId === undefined) return;
      other = await askForPictures({ ...inputOf(choices, offer), seeds, enrichmentId });
    } finally {
      // Whatever came of it, nothing is being written any more.
      if (turn.current === mine) show({ comparison: key, with: other?.key }, 'replaceState');
    }
    await follow(other.id, setLonger);
  }

  return {
    short,
    longer,
    busy,
    problem,
    setProblem,
    /** Paints what stands in the form; `show` is told of the pictures' address as soon as they have one. */
    paint: (choices: Choices, show: Show) =>
      attempt(async () => {
        turn.current += 1;
        const seeds = seedsAsked(choices);
        const input = inputOf(choices, offer);
        if (choices.prompt.trim() !== '' && input.modelIds.length === 0) {
          throw new Refused('No method is chosen; choose at least one.', 'modelIds');
        }
        const { id, key } = await askForPictures({ ...input, seeds });
        setShort(undefined);
        setLonger(undefined);
        show({ comparison: key }, 'pushState');
        const work = () =>
          paintLonger(choices, seeds, key, show, () =>
            longerPrompt.idFor(choices, (writing) =>
              show({ comparison: key, writing }, 'replaceState'),
            ),
          );
        await Promise.all([
          follow(id, setShort),
          choices.longer ? longerPrompt.attempt(work) : undefined,
        ]);
      }),
    /** Shows the pictures of an address, and goes on with what is not finished. */
    open(found: Found) {
      turn.current += 1;
      setProblem(undefined);
      setShort(found.comparison ?? undefined);
      setLonger(found.with ?? undefined);
      for (const [painting, set] of [
        [found.comparison, setShort],
        [found.with, setLonger],
      ] as const) {
        if (painting?.generations.some(isOpen)) void attempt(() => follow(painting.id, set));
      }
    },
    /** Goes on with a longer prompt that was being written when the page was left. */
    resume: (choices: Choices, seeds: string[], key: string, writing: string, show: Show) =>
      longerPrompt.attempt(() =>
        paintLonger(choices, seeds, key, show, async () => {
          const written = await longerPrompt.follow(writing);
          return written?.status === 'SUCCEEDED' ? written.id : undefined;
        }),
      ),
    async cancel() {
      await longerPrompt.cancel();
      for (const painting of [short, longer]) {
        if (painting?.viewerCanCancel) await cancelPainting(painting.id);
      }
    },
  };
}

export type PaintingState = ReturnType<typeof usePainting>;
