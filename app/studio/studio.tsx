'use client';

import { useRef, useState } from 'react';
import type {
  LongerPromptFragment,
  ModelOptionFragment,
  PaintingFragment,
} from './studio.documents';
import { cancelEnriching, enriched, enrichedByHand } from './enriching';
import { ComparedWithDropped, DropPicture, type Dropped } from './dropped-picture';
import { fill, inputFrom, seedsFrom } from './form';
import { InitialPicture, type Initial } from './initial-picture';
import { LongerPrompt } from './longer-prompt';
import { ModelChoice } from './model-choice';
import { cancelPainting, painted } from './painting';
import { Pictures } from './pictures';
import { Settings, type SettingsProps } from './settings';

const EXAMPLES = [
  'three red balloons on a blue background',
  'a woman is surfing on a beach',
  'four kittens in a meadow',
  'a yellow star and a purple umbrella',
];

interface Props extends SettingsProps {
  readonly models: readonly ModelOptionFragment[];
}

export function Studio(props: Props) {
  const [painting, setPainting] = useState<PaintingFragment>();
  const [problem, setProblem] = useState('');
  const [busy, setBusy] = useState(false);
  const [enrichment, setEnrichment] = useState<LongerPromptFragment>();
  const [longer, setLonger] = useState('');
  const [paintsLonger, setPaintsLonger] = useState(true);
  const [dropped, setDropped] = useState<Dropped>();
  const [initial, setInitial] = useState<Initial>();
  const [base, setBase] = useState(props.models[0]?.base.name);
  const known = props.models.find((model) => model.base.name === base)?.base;
  const prompt = useRef<HTMLInputElement>(null);
  const formRef = useRef<HTMLFormElement>(null);

  async function attempt(work: () => Promise<void>) {
    setBusy(true);
    setProblem('');
    try {
      await work();
    } catch (error) {
      setProblem(error instanceof Error ? error.message : 'It did not work.');
    } finally {
      setBusy(false);
    }
  }

  async function enrich() {
    forget();
    for await (const state of enriched(prompt.current?.value ?? '')) {
      setEnrichment(state);
      setLonger(state.text);
      setPaintsLonger(state.status === 'SUCCEEDED');
    }
  }

  /** A longer prompt belongs to the short one that it was made from. */
  function forget() {
    setEnrichment(undefined);
    setLonger('');
  }

  /** The id of the longer prompt as it stands in the box; stored anew when it was edited. */
  async function longerPromptId(short: string): Promise<string | undefined> {
    if (!enrichment || !paintsLonger) return undefined;
    if (enrichment.status === 'SUCCEEDED' && enrichment.text === longer) return enrichment.id;
    const mine = await enrichedByHand(short, longer);
    setEnrichment(mine);
    return mine.id;
  }

  async function paint(form: FormData) {
    setPainting(undefined);
    const { seed, seeds: count, modelIds, ...input } = inputFrom(form);
    const seeds = seedsFrom(seed, count);
    if (props.models.length > 1 && modelIds.length === 0) {
      throw new Error('No model is chosen; tick at least one.');
    }
    const enrichmentId = await longerPromptId(input.prompt);
    const choices = {
      ...(modelIds.length > 0 ? { modelIds } : {}),
      ...(seeds ? { seeds } : {}),
      ...(enrichmentId === undefined ? {} : { enrichmentId }),
    };
    for await (const state of painted({ ...input, ...choices })) setPainting(state);
  }

  async function cancel() {
    if (enrichment?.viewerCanCancel) await cancelEnriching(enrichment.id);
    else if (painting?.viewerCanCancel) await cancelPainting(painting.id);
  }

  const canCancel = [enrichment, painting].some((work) => work?.viewerCanCancel);
  const alone = painting?.generations.length === 1 ? painting.generations[0] : undefined;
  const finished = alone?.imageUrl;
  return (
    <div className="mt-6 grid gap-8 lg:grid-cols-2">
      <form
        ref={formRef}
        onSubmit={(event) => {
          event.preventDefault();
          const form = new FormData(event.currentTarget);
          if (!busy) void attempt(() => paint(form));
        }}
        onKeyDown={(event) => {
          if (event.key === 'Escape') void cancel();
        }}
      >
        <label htmlFor="prompt" className="font-medium">
          Prompt
        </label>
        <input
          id="prompt"
          name="prompt"
          ref={prompt}
          className="field mt-1 text-lg"
          placeholder={EXAMPLES[0]}
          maxLength={props.limits.prompt}
          autoComplete="off"
          onChange={forget}
        />
        <div className="mt-2 flex flex-wrap gap-2" aria-label="Examples" role="group">
          {EXAMPLES.map((example) => (
            <button
              key={example}
              type="button"
              className="chip"
              onClick={() => {
                if (prompt.current) prompt.current.value = example;
                forget();
                prompt.current?.focus();
              }}
            >
              {example}
            </button>
          ))}
        </div>
        {enrichment && (
          <LongerPrompt
            enrichment={enrichment}
            text={longer}
            limit={props.limits.enrichment}
            onText={setLonger}
            paintsIt={paintsLonger}
            onPaintsIt={setPaintsLonger}
          />
        )}
        <ModelChoice models={props.models} base={base} onBase={setBase} />
        <Settings {...props} base={known} />
        <InitialPicture
          initial={initial}
          limits={props.limits}
          onInitial={setInitial}
          onProblem={setProblem}
        />
        <DropPicture
          onProblem={setProblem}
          onRecipe={(found) => {
            forget();
            setPainting(undefined);
            const choose = { base: setBase, initial: setInitial };
            if (formRef.current) fill(formRef.current, found.recipe, props.models, choose);
            setDropped(found);
          }}
        />
        {dropped && (
          <p role="status" className="mt-2 text-sm">
            The recipe of {dropped.file.name} is in the form. Paint it to see whether it gives the
            same picture.
          </p>
        )}
        <div className="mt-4 flex gap-2">
          <button type="submit" className="button" disabled={busy}>
            Paint
          </button>
          <button
            type="button"
            className="button-quiet"
            disabled={busy}
            title="A language model writes a longer, more specific version of your prompt"
            onClick={() => void attempt(enrich)}
          >
            Enrich
          </button>
          {canCancel && (
            <button type="button" className="button-quiet" onClick={() => void cancel()}>
              Cancel
            </button>
          )}
        </div>
        <p role="alert" className="mt-3 min-h-6 text-red-800 dark:text-red-300">
          {problem}
        </p>
      </form>
      <section aria-label="Pictures" className="space-y-3">
        <Pictures painting={painting} onInitial={setInitial} />
        {dropped && finished && (
          <ComparedWithDropped key={finished} file={dropped.file} imageUrl={finished} />
        )}
      </section>
    </div>
  );
}
