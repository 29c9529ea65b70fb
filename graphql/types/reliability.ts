import { reliability } from '@/lib/arena/rankings';
import type { MeasuredShare, Reliability } from '@/lib/evaluation/reliability';
import { builder } from '../builder';

export const Share = builder.objectRef<MeasuredShare>('MeasuredShare').implement({
  description: 'A share with its 95 % interval (Wilson).',
  fields: (t) => ({
    value: t.exposeFloat('value'),
    low: t.exposeFloat('low'),
    high: t.exposeFloat('high'),
    asked: t.exposeInt('asked'),
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
    alphaPairs: t.int({ resolve: (own) => own.alphaPairs }),
  }),
});

builder.queryField('reliability', (t) =>
  t.field({ type: ReliabilityRef, resolve: () => reliability() }),
);
