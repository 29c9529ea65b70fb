import { builder } from '../builder';

interface Interval {
  readonly value: number;
  readonly low: number;
  readonly high: number;
}

export const Difference = builder.objectRef<Interval>('PairedDifference').implement({
  description: 'A mean difference on the same prompts and seeds, with its 95 % interval.',
  fields: (t) => ({
    value: t.exposeFloat('value', {
      description: 'The mean of the differences between two shares, −1 to 1.',
    }),
    low: t.exposeFloat('low', { description: 'The lower end of its 95 % interval.' }),
    high: t.exposeFloat('high', { description: 'The upper end of its 95 % interval.' }),
  }),
});
