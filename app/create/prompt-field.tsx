import type { RefObject } from 'react';
import { useTranslations } from 'use-intl/react';
import { Problem } from '@/app/components/ui/field';
import { TooLong } from '@/app/components/ui/too-long';
import { syntaxIn } from '@/lib/studio/prompt-syntax';

interface Props {
  readonly ref: RefObject<HTMLTextAreaElement | null>;
  readonly prompt: string;
  readonly limit: number;
  readonly problem: string;
  readonly busy: boolean;
  readonly onPrompt: (prompt: string) => void;
  /** Throws the die; undefined where there is no vocabulary to throw it for. */
  readonly onDie: (() => void) | undefined;
}

/** What shall be painted, in a field that grows, with Paint beside it. */
export function PromptField({ ref, prompt, limit, problem, busy, onPrompt, onDie }: Props) {
  const t = useTranslations('create');
  const isTooLong = prompt.length > limit;
  const syntax = syntaxIn(prompt);
  return (
    <div className="bg-paper dark:bg-night sticky top-0 z-10 -mx-4 px-4 pb-2 lg:static lg:mx-0 lg:px-0">
      <label htmlFor="prompt" className="font-medium">
        {t('prompt')}
      </label>
      <textarea
        id="prompt"
        name="prompt"
        ref={ref}
        rows={2}
        className="field mt-1 field-sizing-content max-h-48 min-h-20 resize-none text-lg"
        placeholder={t('placeholder')}
        autoComplete="off"
        value={prompt}
        aria-describedby="prompt-problem"
        aria-invalid={problem !== '' || isTooLong}
        onChange={(event) => onPrompt(event.target.value)}
        onKeyDown={(event) => {
          const { key, shiftKey, nativeEvent } = event;
          if (key !== 'Enter' || shiftKey || nativeEvent.isComposing) return;
          event.preventDefault();
          event.currentTarget.form?.requestSubmit();
        }}
      />
      <div className="mt-2 flex items-center gap-2">
        <button type="submit" className="button grow" disabled={busy || isTooLong}>
          {t('paint')}
        </button>
        {onDie && (
          <button type="button" className="button-quiet" onClick={onDie} title={t('dieHelp')}>
            <Die />
            {t('die')}
          </button>
        )}
      </div>
      <div id="prompt-problem">
        <p role="status" className="quiet mt-1 text-sm wrap-anywhere empty:hidden">
          {syntax.length > 0 && t('dropped.syntax', { what: syntax.join('; ') })}
        </p>
        <TooLong text={prompt} limit={limit} />
        <Problem>{isTooLong ? '' : problem}</Problem>
      </div>
    </div>
  );
}

function Die() {
  return (
    <svg viewBox="0 0 24 24" className="size-5 fill-none" aria-hidden="true">
      <rect x="3" y="3" width="18" height="18" rx="4" className="stroke-current" strokeWidth="2" />
      <g className="fill-current">
        <circle cx="8" cy="8" r="1.6" />
        <circle cx="16" cy="8" r="1.6" />
        <circle cx="12" cy="12" r="1.6" />
        <circle cx="8" cy="16" r="1.6" />
        <circle cx="16" cy="16" r="1.6" />
      </g>
    </svg>
  );
}
