'use client';

import { useTranslations } from 'use-intl/react';

interface BarProps {
  /** Shares from 0 to 1; the interval is of 95 %. */
  readonly value: number;
  readonly low: number | null;
  readonly high: number | null;
  /** By a detector instead of by people. */
  readonly hatched?: boolean;
}

const percent = (share: number) => `${100 * share}%`;

const HATCHES = 'repeating-linear-gradient(135deg, var(--method-fill) 0 4px, transparent 4px 8px)';

/** A share as a bar in the colour of the method that it is within, its interval as a whisker over it; the words beside it say both. */
export function Bar({ value, low, high, hatched = false }: BarProps) {
  return (
    <span
      className="relative block h-3 overflow-hidden rounded-full bg-slate-100 dark:bg-slate-800"
      aria-hidden="true"
    >
      <span
        className="method-fill absolute inset-y-0 left-0 rounded-full"
        style={{ width: percent(value), ...(hatched ? { background: HATCHES } : {}) }}
      />
      {low !== null && high !== null && (
        <span
          className="bg-ink absolute inset-y-[5px] dark:bg-white"
          style={{ left: percent(low), width: percent(high - low) }}
        />
      )}
    </span>
  );
}

interface Props extends BarProps {
  readonly low: number;
  readonly high: number;
  /** Whose colour it has: a `data-method`. */
  readonly method: string;
}

/** The same with both in words. */
export function IntervalBar({ method, ...share }: Props) {
  const t = useTranslations('ui');
  const { value, low, high } = share;
  return (
    <span data-method={method} className="block">
      <Bar {...share} />
      <span className="mt-1 block text-sm">{t('interval', { value, low, high })}</span>
    </span>
  );
}
