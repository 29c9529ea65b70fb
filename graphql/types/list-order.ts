import type { ListOrder } from '@/lib/studio/listed-comparisons';
import { builder } from '../builder';
import { resolveGlobalID } from '../global-id';
import { refuse } from '../refuse';
import { Direction } from './generations';

const ListOrderField = builder.enumType('ListOrderField', {
  description:
    'What comparisons, or prompts, are put in order by; of equal ones the newer is the higher.',
  values: {
    CREATED: { description: 'When it was asked for or, of Sarovar’s own, stored.' },
    VOTES: { description: 'How many votes on ALIGNMENT about its pictures count.' },
    DISAGREEMENT: {
      description:
        'How far the automatic scores of two pictures from the same noise lie apart, by the two `models`; those without such ' +
        'a pair, or where all are alike, are left out.',
    },
  } as const satisfies Record<ListOrder['field'], object>,
});

const inputOf = (name: string, what: string) =>
  builder.inputType(name, {
    description: `Which ${what} come first.`,
    fields: (t) => ({
      field: t.field({
        type: ListOrderField,
        required: true,
        description: 'What they are put in order by.',
      }),
      direction: t.field({
        type: Direction,
        required: true,
        defaultValue: 'DESC',
        description: 'Whether the highest or the lowest come first.',
      }),
    }),
  });

export const ComparisonOrder = inputOf('ComparisonOrder', 'comparisons');
export const PromptOrder = inputOf('PromptOrder', 'prompts');

export const MODELS = 'The two models of the order DISAGREEMENT; of no other order.';

interface Asked {
  readonly orderBy: Pick<ListOrder, 'field' | 'direction'>;
  readonly models?: readonly (string | number)[] | null | undefined;
}

/** The order that is asked for. Throws where it is that of two models, and not two are named. */
export function orderOf({ orderBy: { field, direction }, models }: Asked): ListOrder {
  if (field !== 'DISAGREEMENT') return { field, direction };
  const [first, second, ...more] = new Set(models?.map((id) => resolveGlobalID(id, 'Model') ?? ''));
  if (first === undefined || second === undefined || more.length > 0) {
    refuse('Say which two models disagree: `models` with the ids of two.');
  }
  return { field, direction, models: [first, second] };
}
