import type { MethodsQuery } from './methods.documents';

type Model = MethodsQuery['models'][number];

/** A base with the models that are offered on it. */
export type Base = Model['base'] & { readonly models: readonly Model[] };

/** The bases of these models, in their order. */
export function basesOf(models: readonly Model[]): Base[] {
  const names = [...new Set(models.map(({ base }) => base.name))];
  return names.flatMap((name) => {
    const own = models.filter(({ base }) => base.name === name);
    return own[0] ? [{ ...own[0].base, models: own }] : [];
  });
}
