'use client';

import { at } from '@/lib/at';
import { useId, useState } from 'react';
import { useFormatter, useTranslations } from 'use-intl/react';
import { Wide } from '@/app/components/ui/wide';
import { useModelWords } from '@/app/words/provider';
import type { AttentionFragment } from './methods.documents';
import { Numbers } from './numbers';

interface Props extends Omit<AttentionFragment, 'shares'> {
  /** By step, token and word. */
  readonly shares: readonly (readonly (readonly number[])[])[];
}

/** The mean over the connector's tokens, by word. */
function byWord(shares: readonly (readonly number[])[], words: number): number[] {
  return Array.from({ length: words }, (_, word) => {
    const total = shares.reduce((sum, row) => sum + at(row, word), 0);
    return total / shares.length;
  });
}

/** What each of ELLA's tokens attends to in the words; a slider goes through the timesteps. */
export function AttentionMap({ words, timesteps, method, shares }: Props) {
  const [step, setStep] = useState(0);
  const id = useId();
  const t = useTranslations('methodFigures');
  const format = useFormatter();
  const { title } = useModelWords()({ name: method });
  const now = shares[step] ?? [];
  const most = Math.max(...shares.flat(2));
  const means = shares.map((one) => byWord(one, words.length));
  const timestep = at(timesteps, step);
  const tokens = now.length;
  const whole = (value: number) => format.number(value, { maximumFractionDigits: 0 });
  const tenths = (value: number) =>
    format.number(value, { minimumFractionDigits: 1, maximumFractionDigits: 1 });
  return (
    <div className="mt-3">
      <label htmlFor={id} className="text-sm">
        {t('attentionStep', { step: step + 1, steps: timesteps.length, timestep })}
      </label>
      <input
        id={id}
        type="range"
        className="accent-lake-500 w-full"
        min={0}
        max={timesteps.length - 1}
        value={step}
        onChange={(event) => setStep(Number(event.target.value))}
      />
      <Wide label={`${title}: ${t('attention')}`} hint={t('scroll')}>
        <div
          role="img"
          aria-label={t('attentionMap', { tokens, title, timestep })}
          className="min-w-xl"
        >
          {words.map((word, w) => (
            <div key={`${w} ${word}`} className="flex items-stretch">
              <span className="w-28 shrink-0 truncate pr-2 text-right text-sm">{word}</span>
              {now.map((row, token) => (
                <span
                  // A connector's tokens have no names but their places.
                  key={`token ${token + 1}`}
                  className="bg-lake-700 dark:bg-lake-300 h-6 flex-1 forced-color-adjust-none"
                  style={{ opacity: Math.sqrt(at(row, w) / most) }}
                />
              ))}
            </div>
          ))}
        </div>
      </Wide>
      <p className="quiet mt-1 text-sm">{t('attentionIs', { tokens })}</p>
      <Numbers
        title={t('attentionMeans')}
        head={[t('timestep'), ...words.map((word, w) => `${w + 1} ${word}`)]}
        rows={timesteps.map((value, i) => [
          whole(value),
          ...(means[i] ?? []).map((share) => tenths(100 * share)),
        ])}
      />
    </div>
  );
}
