import { byMethod } from '@/lib/methods';
import { chiefsOf, knownModel } from '@/lib/methods/model-names';
import type { ComparisonRowFragment, ComparisonsFragment } from './methods.documents';

interface Named {
  readonly name: string;
  readonly method: string;
}

/** A model that stands for its method, with its numbers over all prompts in all their wordings. */
export type Measured = Named & { readonly row: ComparisonRowFragment };

/** What a comparison has found. */
export interface Finding {
  /** One for each method, in the order of the methods. */
  readonly all: readonly Measured[];
  /** The one with most pictures that have every fact right. */
  readonly best: Measured;
  readonly reference: Measured;
  /** Whether the best is ahead of the reference by more than its interval: it then begins above 0. */
  readonly isSure: boolean;
}

/** What a base's stored comparison says of the models that stand for their methods; null where it says nothing of its reference. */
export function findingOf(
  { rows, reference: name }: Pick<ComparisonsFragment, 'rows' | 'reference'>,
  models: readonly Named[],
): Finding | null {
  const measured = rows
    .filter(({ form, category }) => form === 'ALL' && category === 'ALL')
    .map((row) => ({ name: row.method, method: methodOf(row.method, models), row }));
  const reference = measured.find((own) => own.name === name);
  if (!reference) return null;
  const all = chiefsOf(measured).toSorted(byMethod);
  const best = all.reduce((most, own) => (own.row.value > most.row.value ? own : most), reference);
  return { all, best, reference, isSure: best !== reference && best.row.difference.low > 0 };
}

/** The method of a model by its name; a model that nobody knows is a method of its own. */
export function methodOf(name: string, models: readonly Named[]): string {
  return models.find((own) => own.name === name)?.method ?? knownModel(name).method ?? name;
}
