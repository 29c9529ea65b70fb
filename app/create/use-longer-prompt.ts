import { useRef, useState } from 'react';
import type { LongerPromptFragment } from './create.documents';
import type { Choices } from './choices';
import { askForLonger, cancelEnriching, writtenOut } from './enriching';
import { isOpen } from './painting';

const categoryOf = ({ category }: Choices) => (category === '' ? undefined : category);

/** The longer version of the prompt: as a language model writes it, or as the visitor does. */
export function useLongerPrompt(found: LongerPromptFragment | null) {
  const [enrichment, setEnrichment] = useState(found ?? undefined);
  const [text, setText] = useState(found?.text ?? '');
  const [problem, setProblem] = useState('');
  /** Counts what was begun, so that what was given up says nothing any more. */
  const turn = useRef(0);

  function take(state: LongerPromptFragment) {
    setEnrichment(state);
    setText(state.text);
  }

  /** Shows a text as it is written. Returns it when it is finished. */
  async function follow(id: string): Promise<LongerPromptFragment | undefined> {
    const mine = ++turn.current;
    let last: LongerPromptFragment | undefined;
    for await (const state of writtenOut(id)) {
      if (turn.current !== mine) return undefined;
      take(state);
      last = state;
    }
    return last;
  }

  async function write(choices: Choices, onBegun: (id: string) => void) {
    setProblem('');
    const asked = await askForLonger({ prompt: choices.prompt, category: categoryOf(choices) });
    take(asked);
    onBegun(asked.id);
    return isOpen(asked) ? follow(asked.id) : asked;
  }

  return {
    enrichment,
    text,
    setText,
    problem,
    take,
    follow,
    /** A longer prompt belongs to the short one that it was made from. */
    forget() {
      if (!enrichment && text === '') return;
      turn.current += 1;
      setEnrichment(undefined);
      setText('');
      setProblem('');
    },
    /** Runs what may fail, and says so beside the longer prompt. */
    async attempt(work: () => Promise<unknown>) {
      try {
        await work();
      } catch (error) {
        setProblem(error instanceof Error ? error.message : String(error));
      }
    },
    /** Has it written, to be seen before it is painted. */
    write: (choices: Choices) => write(choices, () => undefined),
    /**
     * The id of the longer prompt as it stands in the box: the visitor's own where they wrote or edited it; written now
     * where there is none yet, of which `onBegun` hears. Undefined when none came of it.
     */
    async idFor(choices: Choices, onBegun: (id: string) => void): Promise<string | undefined> {
      const isEdited = text.trim() !== '' && text !== enrichment?.text;
      if (isEdited) {
        const mine = await askForLonger({ prompt: choices.prompt, text });
        take(mine);
        return mine.id;
      }
      if (enrichment?.status === 'SUCCEEDED') return enrichment.id;
      const written =
        enrichment && isOpen(enrichment)
          ? await follow(enrichment.id)
          : await write(choices, onBegun);
      return written?.status === 'SUCCEEDED' ? written.id : undefined;
    },
    async cancel() {
      if (enrichment?.viewerCanCancel) await cancelEnriching(enrichment.id);
    },
  };
}

export type LongerPromptState = ReturnType<typeof useLongerPrompt>;
