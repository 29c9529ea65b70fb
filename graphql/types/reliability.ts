import { reliability } from '@/lib/arena/rankings';
import type { MeasuredShare, Reliability } from '@/lib/evaluation/reliability';
import { builder } from '../builder';

export const Share = builder.objectRef<MeasuredShare>('MeasuredShare').implement({
  description: 'A share with its 95 % interval (Wilson).',
  fields: (t) => ({
    value: t.exposeFloat('value', { description: 'The share itself, 0 to 1.' }),
    low: t.exposeFloat('low', { description: 'The lower end of its interval, 0 to 1.' }),
    high: t.exposeFloat('high', { description: 'The upper end of its interval, 0 to 1.' }),
    asked: t.exposeInt('asked', { description: 'How many answers the share is of.' }),
  }),
});

const ReliabilityRef = builder.objectRef<Reliability>('Reliability').implement({
  description: 'How far the answers can be relied on.',
  fields: (t) => ({
    selfAgreement: t.field({
      type: Share,
      nullable: true,
      description: 'How often a voter says the same of a pair that is shown again.',
      resolve: (own) => own.selfAgreement,
    }),
    gold: t.field({
      type: Share,
      nullable: true,
      description: 'How often the picture of the asked prompt wins over one of another prompt.',
      resolve: (own) => own.gold,
    }),
    alpha: t.float({
      nullable: true,
      description: 'Krippendorff’s α (nominal) over pairs of pictures that several voters judged.',
      resolve: (own) => own.alpha,
    }),
    alphaPairs: t.int({
      description: 'How many such pairs there are.',
      resolve: (own) => own.alphaPairs,
    }),
  }),
});

builder.queryField('reliability', (t) =>
  t.field({
    type: ReliabilityRef,
    description: 'How far what voters say can be relied on, as a worker has computed it.',
    resolve: () => reliability(),
  }),
);
