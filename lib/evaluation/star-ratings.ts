import jstat from 'jstat';

/** The mean of some ratings; its 95 % interval (Student's t) is null below two of them. */
export interface MeanRating {
  readonly count: number;
  readonly mean: number;
  readonly low: number | null;
  readonly high: number | null;
}

/** Of ratings from 1 to 5; the interval is cut there. Undefined when there are none. */
export function meanRating(values: readonly number[]): MeanRating | undefined {
  const count = values.length;
  if (count === 0) return undefined;
  const mean = values.reduce((sum, value) => sum + value, 0) / count;
  if (count < 2) return { count, mean, low: null, high: null };
  const variance = values.reduce((sum, value) => sum + (value - mean) ** 2, 0) / (count - 1);
  const half = jstat.studentt.inv(0.975, count - 1) * Math.sqrt(variance / count);
  return { count, mean, low: Math.max(1, mean - half), high: Math.min(5, mean + half) };
}
