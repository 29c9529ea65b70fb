/** What sets a model apart from others of its method; the words are in the pages' messages under `models`. */
export type Variant =
  | { readonly kind: 'alone' | 'paper' | 'control' }
  | { readonly kind: 'steps'; readonly steps: number }
  | { readonly kind: 'own'; readonly name: string };

export interface KnownModel {
  /** Null when nothing says it. */
  readonly method: string | null;
  readonly variant: Variant;
}

const KNOWN: Readonly<Record<string, KnownModel>> = {
  vanilla: { method: 'VANILLA', variant: { kind: 'alone' } },
  sur: { method: 'SUR', variant: { kind: 'alone' } },
  'sur-kl': { method: 'SUR', variant: { kind: 'paper' } },
  ella: { method: 'ELLA', variant: { kind: 'alone' } },
  'connector-clip': { method: 'ELLA', variant: { kind: 'control' } },
};

const AFTER_STEPS = /^sur-cosine-(\d+)$/;

/** What a model of that name is, for the words that people are told instead of the name; others have their own names. */
export function knownModel(name: string): KnownModel {
  const steps = AFTER_STEPS.exec(name)?.[1];
  if (steps !== undefined) {
    return { method: 'SUR', variant: { kind: 'steps', steps: Number(steps) } };
  }
  return KNOWN[name] ?? { method: null, variant: { kind: 'own', name } };
}

/** How far a model stands for its method: the one without variants first, then the longest training; a control never does. */
function standing(name: string): number {
  const { variant } = knownModel(name);
  switch (variant.kind) {
    case 'alone':
      return Infinity;
    case 'steps':
      return variant.steps;
    case 'own':
      return 0;
    case 'paper':
      return -1;
    case 'control':
      return -Infinity;
  }
}

/** The model of each method that stands for it, in the order given; methods that have only controls are left out. */
export function chiefsOf<T extends { readonly name: string; readonly method: string }>(
  models: readonly T[],
): T[] {
  const chiefs = new Map<string, T>();
  for (const model of models) {
    const before = chiefs.get(model.method);
    const stands = standing(model.name);
    if (stands > (before ? standing(before.name) : -Infinity)) chiefs.set(model.method, model);
  }
  return models.filter((model) => chiefs.get(model.method) === model);
}
