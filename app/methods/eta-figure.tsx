'use client';

import { at } from '@/lib/at';
import { MethodName } from '@/app/components/method-name';
import { useModelWords } from '@/app/words/provider';
import { useId, useState } from 'react';
import { useFormatter, useTranslations } from 'use-intl/react';
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
  const t = useTranslations('methodFigures');
  const format = useFormatter();
  const { title } = useModelWords()({ name: method });
  const eta = at(values, index);
  const share = at(factsRight, index);
  const now = t('etaNow', { eta, share });
  const place = values.length > 1 ? (100 * index) / (values.length - 1) : 0;
  return (
    <div className="card p-4">
      <h4 className="font-medium">
        <MethodName name={method} />
      </h4>
      <div
        role="img"
        aria-label={t('etaPicture', { prompt, title, eta, share })}
        className="mt-2 aspect-square w-full rounded-box"
        style={{
          backgroundImage: `url(${imageUrl})`,
          backgroundSize: `${100 * values.length}% 100%`,
          backgroundPosition: `${place}% 0`,
        }}
      />
      <label htmlFor={id} className="mt-2 block text-sm">
        {now}
      </label>
      <input
        id={id}
        type="range"
        className="accent-lake-500 w-full"
        min={0}
        max={values.length - 1}
        value={index}
        aria-valuetext={now}
        onChange={(event) => setIndex(Number(event.target.value))}
      />
      <p className="quiet text-sm">{t('etaOwn', { own })}</p>
      <Numbers
        title={t('etaFacts')}
        of={title}
        head={['η', t('factsRight')]}
        rows={values.map((value, i) => [
          t('one', { value }),
          format.number(at(factsRight, i), { style: 'percent' }),
        ])}
      />
      <EtaDistribution figure={figure} title={title} />
    </div>
  );
}

const BINS = 12;

/** How often each η is predicted, for short prompts and for their longer versions. */
function EtaDistribution({
  figure: { short, longer },
  title,
}: {
  readonly figure: EtaFigureFragment;
  /** Of its model. */
  readonly title: string;
}) {
  const t = useTranslations('methodFigures');
  if (short.length === 0) return <p className="quiet mt-2 text-sm">{t('etaFixed')}</p>;
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
  const mean = (etas: readonly number[]) => etas.reduce((sum, eta) => sum + eta, 0) / etas.length;
  return (
    <div className="mt-3 text-sm">
      <p>{t('etaSpread', { count: short.length, short: mean(short), longer: mean(longer) })}</p>
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
        <span>{t('two', { value: low })}</span>
        <span>{t('two', { value: low + BINS * width })}</span>
      </p>
      <Numbers
        title={t('etaTable')}
        of={title}
        head={[t('etaFrom'), t('etaShort'), t('etaLonger')]}
        rows={bins.map((bin) => [
          t('three', { value: bin.from }),
          String(bin.short),
          String(bin.longer),
        ])}
      />
    </div>
  );
}
