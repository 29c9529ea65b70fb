import { z } from 'zod';
import { at } from '@/lib/at';
import { wilson } from '@/lib/evaluation/reliability';

/** What `npm run bench:methods` found of one model: '1' for each prompt whose every fact is right, '0' for the others. */
const modelSchema = z.object({
  model: z.string(),
  right: z.string().regex(/^[01]+$/),
  /** Processor seconds for a picture, on one thread. */
  seconds: z.number(),
});

/**
 * A base's ways.json, as `npm run bench:methods` writes it: one picture of each held-out prompt by each model, the n-th
 * from the noise of seed n. Whoever has it can count again.
 */
export const waysSchema = z.object({
  command: z.string(),
  /** Of the UNet that painted the pictures: with another one the numbers are void. */
  unetSha256: z.string(),
  steps: z.int(),
  guidanceScale: z.number(),
  /** The category of each prompt. */
  categories: z.array(z.string()),
  models: z.array(modelSchema),
});

export type MeasuredWays = z.infer<typeof waysSchema>;

interface Interval {
  readonly value: number;
  readonly low: number;
  readonly high: number;
}

/** What one model got right in a category, or in ALL of them: the share of pictures with every fact right, 95 % intervals. */
export interface WayRow extends Interval {
  readonly model: string;
  readonly category: string;
  readonly prompts: number;
  /** Processor time of a picture against one by the first model. */
  readonly cost: number;
  /** From others, on the same prompts and the same noise. */
  readonly differences: readonly (Interval & { readonly from: string })[];
}

/** The mean of `values` with its 95 % interval: 1.96 standard errors to either side. */
function meanOf(values: readonly number[]): Interval {
  const n = values.length;
  const value = values.reduce((sum, own) => sum + own, 0) / n;
  const variance = values.reduce((sum, own) => sum + (own - value) ** 2, 0) / (n - 1);
  const half = 1.96 * Math.sqrt(variance / n);
  return { value, low: value - half, high: value + half };
}

/** Each model × category, with its paired differences from `references`, other than itself. */
export function wayRows(
  { categories, models }: Pick<MeasuredWays, 'categories' | 'models'>,
  references: readonly string[],
): WayRow[] {
  const { seconds: usual } = at(models, 0);
  return ['ALL', ...new Set(categories)].flatMap((category) => {
    const isIn = (_: unknown, i: number) => category === 'ALL' || categories[i] === category;
    const ones = (right: string) => Array.from(right, Number).filter(isIn);
    const others = models.filter(({ model }) => references.includes(model));
    return models.flatMap(({ model, right, seconds }) => {
      const own = ones(right);
      const share = wilson(
        own.reduce((sum, one) => sum + one, 0),
        own.length,
      );
      if (!share) return [];
      const differences = others
        .filter((other) => other.model !== model)
        .map((other) => {
          const theirs = ones(other.right);
          return { from: other.model, ...meanOf(own.map((one, i) => one - at(theirs, i))) };
        });
      const { asked: prompts, ...interval } = share;
      return [{ model, category, prompts, ...interval, cost: seconds / usual, differences }];
    });
  });
}
