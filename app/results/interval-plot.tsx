import { words } from '@/app/words/server';
import type { ModelWords } from '@/app/words/model-words';
import type { RankingShownFragment } from './ranking.documents';

/** A round step that gives some four ticks, which have room on a phone. */
function tickStep(span: number): number {
  const rough = span / 4;
  const power = 10 ** Math.floor(Math.log10(rough));
  return ([1, 2, 5, 10].find((factor) => factor * power >= rough) ?? 10) * power;
}

interface Props {
  /** Each with what people are told of it. */
  readonly models: readonly (RankingShownFragment['models'][number] & ModelWords)[];
}

const ROW = 'grid sm:grid-cols-[13rem_1fr] sm:items-center sm:gap-4';

/** Ratings with their 95 % intervals as rows of text and bars; the numbers are in the table below it. */
export async function IntervalPlot({ models }: Props) {
  const t = await words();
  const ends = models.flatMap(({ rating, low, high }) => [rating, low ?? rating, high ?? rating]);
  const lowest = Math.min(...ends, 950);
  const span = Math.max(...ends, 1050) - lowest;
  const left = (value: number) => `${(100 * (value - lowest)) / span}%`;
  const step = tickStep(span);
  const ticks: number[] = [];
  for (let at = Math.ceil(lowest / step) * step; at <= lowest + span; at += step) ticks.push(at);
  return (
    <div role="img" aria-label={t('results.plot')} className="max-w-3xl pr-4 text-sm">
      {models.map(({ label, title, colour, rating, low, high }) => (
        <div key={label} data-method={colour} className={`${ROW} py-1`}>
          <span>{title}</span>
          <span className="relative block h-6">
            {ticks.map((tick) => (
              <span
                key={tick}
                className={`absolute inset-y-0 border-l ${tick === 1000 ? 'border-(--line-strong)' : 'border-(--line)'}`}
                style={{ left: left(tick) }}
              />
            ))}
            {low !== null && high !== null && (
              <span
                className="method-fill absolute inset-y-2 rounded-full opacity-60"
                style={{ left: left(low), width: `${(100 * (high - low)) / span}%` }}
              />
            )}
            <span
              className="method-fill absolute top-1 size-4 -translate-x-1/2 rounded-full"
              style={{ left: left(rating) }}
            />
          </span>
        </div>
      ))}
      <div className={ROW}>
        <span className="hidden sm:block" />
        <span className="quiet relative block h-6">
          {ticks.map((tick) => (
            <span key={tick} className="absolute -translate-x-1/2" style={{ left: left(tick) }}>
              {t('results.rating', { rating: Math.round(tick) })}
            </span>
          ))}
        </span>
      </div>
    </div>
  );
}
