'use client';

import { at } from '@/lib/at';
import { useId, useState } from 'react';
import { z } from 'zod';
import type { AttentionFragment } from './methods.documents';
import { Numbers } from './numbers';

/** By step, token and word: the schema calls it Json. */
const sharesShape = z.array(z.array(z.array(z.number())));

/** The mean over the connector's tokens, by word. */
function byWord(shares: readonly (readonly number[])[], words: number): number[] {
  return Array.from({ length: words }, (_, word) => {
    const total = shares.reduce((sum, row) => sum + at(row, word), 0);
    return total / shares.length;
  });
}

/** What each of ELLA's tokens attends to in the words; a slider goes through the timesteps. */
export function AttentionMap({ attention }: { attention: AttentionFragment }) {
  const { words, timesteps, method } = attention;
  const shares = sharesShape.parse(attention.shares);
  const [step, setStep] = useState(0);
  const id = useId();
  const now = shares[step] ?? [];
  const most = Math.max(...shares.flat(2));
  const means = shares.map((one) => byWord(one, words.length));
  const timestep = timesteps[step]?.toFixed(0) ?? '';
  return (
    <div className="mt-3">
      <label htmlFor={id} className="text-sm">
        Step {step + 1} of {timesteps.length}, timestep {timestep}
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
      <div
        role="img"
        aria-label={`Heat map of what the ${now.length} tokens of ${method} attend to at timestep ${timestep}; the means are in the table below`}
        className="overflow-x-auto"
      >
        <div className="min-w-xl">
          {words.map((word, w) => (
            <div key={`${w} ${word}`} className="flex items-stretch">
              <span className="w-28 shrink-0 truncate pr-2 text-right text-sm">{word}</span>
              {now.map((row, token) => (
                <span
                  // A connector's tokens have no names but their places.
                  key={`token ${token + 1}`}
                  className="bg-lake-700 dark:bg-lake-300 h-6 flex-1"
                  style={{ opacity: Math.sqrt(at(row, w) / most) }}
                />
              ))}
            </div>
          ))}
        </div>
      </div>
      <p className="quiet text-sm">
        One row for each token of the prompt, one column for each of the connector’s {now.length}{' '}
        tokens; the stronger the colour, the more of its attention. What is missing from the whole
        goes to the connector’s own tokens.
      </p>
      <Numbers
        title="Mean share of attention by word at each step, in percent"
        head={['Timestep', ...words.map((word, w) => `${w + 1} ${word}`)]}
        rows={timesteps.map((t, i) => [
          t.toFixed(0),
          ...(means[i] ?? []).map((share) => (100 * share).toFixed(1)),
        ])}
      />
    </div>
  );
}
