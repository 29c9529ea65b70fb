'use client';

import { at } from '@/lib/at';
import { MethodName } from '@/app/components/method-name';
import { useModelWords } from '@/app/words/provider';
import { useId, useState } from 'react';
import type { EtaFigureFragment } from './methods.documents';
import { Numbers } from './numbers';

function nearest(values: readonly number[], wanted: number): number {
  const distances = values.map((value) => Math.abs(value - wanted));
  return distances.indexOf(Math.min(...distances));
}

/** One picture under several η: a slider goes from CLIP alone to the adapter alone. */
export function EtaFigure({ figure, prompt }: { figure: EtaFigureFragment; prompt: string }) {
  const { method, imageUrl, values, factsRight, own } = figure;
  const [index, setIndex] = useState(nearest(values, own));
  const id = useId();
  const { title } = useModelWords()({ name: method });
  const eta = at(values, index);
  const right = `${(100 * at(factsRight, index)).toFixed(0)} % of the facts right`;
  const place = values.length > 1 ? (100 * index) / (values.length - 1) : 0;
  return (
    <div className="card p-4">
      <h4 className="font-medium">
        <MethodName name={method} />
      </h4>
      <div
        role="img"
        aria-label={`“${prompt}” by ${title} with η ${eta}: ${right}`}
        className="mt-2 aspect-square w-full rounded-box"
        style={{
          backgroundImage: `url(${imageUrl})`,
          backgroundSize: `${100 * values.length}% 100%`,
          backgroundPosition: `${place}% 0`,
        }}
      />
      <label htmlFor={id} className="mt-2 block text-sm">
        η = {eta.toFixed(1)}: {right}
      </label>
      <input
        id={id}
        type="range"
        className="accent-lake-500 w-full"
        min={0}
        max={values.length - 1}
        value={index}
        aria-valuetext={`η ${eta}, ${right}`}
        onChange={(event) => setIndex(Number(event.target.value))}
      />
      <p className="quiet text-sm">Its own η for this prompt is {own.toFixed(2)}.</p>
      <Numbers
        title="Facts right under each η"
        head={['η', 'Facts right']}
        rows={values.map((value, i) => [
          value.toFixed(1),
          `${(100 * at(factsRight, i)).toFixed(0)} %`,
        ])}
      />
      <EtaDistribution figure={figure} />
    </div>
  );
}

const BINS = 12;

/** How often each η is predicted, for short prompts and for their longer versions. */
function EtaDistribution({ figure: { short, longer } }: { figure: EtaFigureFragment }) {
  if (short.length === 0) return <p className="quiet mt-2 text-sm">η is the same for all.</p>;
  const all = [...short, ...longer];
  const low = Math.min(...all);
  const width = (Math.max(...all) - low) / BINS || 1;
  const bins = Array.from({ length: BINS }, (_, bin) => {
    const inside = (eta: number) => Math.min(BINS - 1, Math.floor((eta - low) / width)) === bin;
    return {
      from: low + bin * width,
      short: short.filter(inside).length,
      longer: longer.filter(inside).length,
    };
  });
  const most = Math.max(...bins.flatMap((bin) => [bin.short, bin.longer]));
  const mean = (etas: readonly number[]) =>
    (etas.reduce((sum, eta) => sum + eta, 0) / etas.length).toFixed(3);
  return (
    <div className="mt-3 text-sm">
      <p>
        η over {short.length} short prompts (mean {mean(short)}, dark) and their longer versions
        (mean {mean(longer)}, light)
      </p>
      <div className="mt-1 flex h-16 items-end gap-1" aria-hidden="true">
        {bins.map((bin) => (
          <div key={bin.from} className="flex h-full flex-1 items-end">
            <div
              className="bg-lake-700 dark:bg-lake-500 flex-1"
              style={{ height: `${(100 * bin.short) / most}%` }}
            />
            <div
              className="bg-lake-300 flex-1"
              style={{ height: `${(100 * bin.longer) / most}%` }}
            />
          </div>
        ))}
      </div>
      <p className="quiet flex justify-between text-xs" aria-hidden="true">
        <span>{low.toFixed(2)}</span>
        <span>{(low + BINS * width).toFixed(2)}</span>
      </p>
      <Numbers
        title="How many prompts have which η"
        head={['η from', 'Short', 'Longer']}
        rows={bins.map((bin) => [bin.from.toFixed(3), String(bin.short), String(bin.longer)])}
      />
    </div>
  );
}
