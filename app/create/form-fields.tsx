import { useState, type RefObject } from 'react';
import { CategoryChoice } from '@/app/components/category-choice';
import { KnownWords } from '@/app/components/known-words';
import { SETTINGS } from '@/lib/studio/recipe';
import { Advanced } from './advanced';
import { emptyChoices, type Choices, type Offer } from './choices';
import type { CreateQuery } from './create.documents';
import { CutWords } from './cut-words';
import { TakenRecipe, type Dropped, type Taken } from './dropped-picture';
import { LongerPrompt } from './longer-prompt';
import { MethodChoice } from './method-choice';
import { partsOf, rollTheDie } from './parts';
import { PromptField } from './prompt-field';
import { SentenceSlots } from './sentence-slots';
import type { SettingsProps } from './settings';
import type { LongerPromptState } from './use-longer-prompt';
import type { PaintingState } from './use-painting';

interface Props extends SettingsProps {
  readonly offer: Offer;
  readonly methods: CreateQuery['methods'];
  readonly choices: Choices;
  readonly longerPrompt: LongerPromptState;
  readonly painting: PaintingState;
  /** What was wrong with the address. */
  readonly notice: string;
  /** Before that nothing here would answer. */
  readonly isReady: boolean;
  readonly promptRef: RefObject<HTMLTextAreaElement | null>;
  readonly dropped: Taken | undefined;
  readonly onChange: (changes: Partial<Choices>) => void;
  readonly onInsert: (words: string) => void;
  readonly onPaint: () => void;
  /** Something was typed to its end. */
  readonly onSettle: () => void;
  readonly onDropped: (dropped: Dropped) => void;
}

/** Where on the form it belongs what was said of a field of the input. */
function placeOf(field: string | undefined): 'methods' | 'advanced' | 'prompt' {
  if (field === 'modelIds') return 'methods';
  return field === 'seeds' || (field !== undefined && field in SETTINGS) ? 'advanced' : 'prompt';
}

/** The form, the prompt first. */
export function FormFields(props: Props) {
  const { offer, choices, longerPrompt, painting, notice, dropped, onChange, limits } = props;
  const [rolled, setRolled] = useState(0);
  const base = offer.bases.find(({ name }) => name === choices.base);
  const parts = partsOf(base?.vocabulary ?? null);
  const { problem } = painting;
  const of = (place: ReturnType<typeof placeOf>) =>
    problem && placeOf(problem.field) === place ? problem.message : '';

  return (
    <form
      className="needs-script space-y-4"
      onSubmit={(event) => {
        event.preventDefault();
        if (!painting.busy) props.onPaint();
      }}
      onBlur={props.onSettle}
      onKeyDown={(event) => {
        if (event.key === 'Escape') void painting.cancel();
      }}
    >
      <p role="alert" className="card p-3 empty:hidden">
        {notice}
      </p>
      <PromptField
        ref={props.promptRef}
        prompt={choices.prompt}
        limit={limits.prompt}
        problem={of('prompt')}
        busy={painting.busy || !props.isReady}
        onPrompt={(prompt) => onChange({ prompt })}
        onDie={
          parts &&
          (() => {
            onChange({ prompt: rollTheDie(parts).sentence });
            setRolled(rolled + 1);
          })
        }
      />
      {/* A tap would change how it looks, and be forgotten; what is typed above is taken over. */}
      <div className="space-y-4" inert={!props.isReady}>
        {base && <CutWords baseId={base.id} text={choices.prompt} />}
        <KnownWords
          vocabulary={base?.vocabulary ?? null}
          prompt={choices.prompt}
          onInsert={props.onInsert}
        />
        {parts && (
          <SentenceSlots
            key={`${choices.base} ${rolled}`}
            parts={parts}
            onSentence={(prompt) => onChange({ prompt })}
          />
        )}
        <CategoryChoice
          prompt={choices.prompt}
          chosen={choices.category}
          onChoose={(category) => onChange({ category })}
        />
        <MethodChoice
          offer={offer}
          methods={props.methods}
          choices={choices}
          problem={of('methods')}
          onBase={(name) => {
            const { models, settings } = emptyChoices(offer, name);
            onChange({ base: name, models, settings });
          }}
          onModels={(models) => onChange({ models })}
        />
        <LongerPrompt
          wanted={choices.longer}
          onWanted={(longer) => onChange({ longer })}
          enrichment={longerPrompt.enrichment}
          text={longerPrompt.text}
          onText={longerPrompt.setText}
          limit={limits.enrichment}
          canWrite={choices.prompt.trim() !== ''}
          onWrite={() => void longerPrompt.attempt(() => longerPrompt.write(choices))}
          problem={longerPrompt.problem}
          baseId={base?.id}
          measured={{
            comparison: base?.methodComparison ?? null,
            models: offer.models.filter((own) => own.base === choices.base && own.isDefault),
          }}
        />
        <Advanced
          schedulers={props.schedulers}
          limits={limits}
          choices={choices}
          base={base}
          painting={painting.short}
          problem={of('advanced')}
          onChange={onChange}
          onDropped={props.onDropped}
          onProblem={(message) =>
            painting.setProblem(message === '' ? undefined : { message, field: 'seeds' })
          }
        />
        {dropped && <TakenRecipe taken={dropped} />}
      </div>
    </form>
  );
}
