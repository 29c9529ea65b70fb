/** Other ways to paint with a model's weights; see `ways/`. */
export type WayName = 'clip' | 'best-of-4' | 'regions';

/** What sets a model apart from others of its method; the words are in the pages' messages under `models`. */
export type Variant =
  | { readonly kind: 'alone' | 'paper' | 'control' }
  | { readonly kind: 'steps'; readonly steps: number }
  | { readonly kind: 'way'; readonly way: WayName }
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
  'ella-clip': { method: 'ELLA', variant: { kind: 'way', way: 'clip' } },
  'vanilla-best-of-4': { method: 'VANILLA', variant: { kind: 'way', way: 'best-of-4' } },
  'vanilla-regions': { method: 'VANILLA', variant: { kind: 'way', way: 'regions' } },
  'ella-regions': { method: 'ELLA', variant: { kind: 'way', way: 'regions' } },
  'ella-best-of-4': { method: 'ELLA', variant: { kind: 'way', way: 'best-of-4' } },
};

const AFTER_STEPS = /^sur-cosine-(\d+)$/;

/** What the model is called that paints with another one's weights in that way. */
export function nameInWay(model: string, way: WayName): string {
  return `${model}-${way}`;
}

/** Whether a model of that name paints where none is named: those that paint in another way wait to be asked for. */
export function paintsUnasked(name: string): boolean {
  return knownModel(name).variant.kind !== 'way';
}

/** What a model of that name is, for the words that people are told instead of the name; others have their own names. */
export function knownModel(name: string): KnownModel {
  const steps = AFTER_STEPS.exec(name)?.[1];
  if (steps !== undefined) {
    return { method: 'SUR', variant: { kind: 'steps', steps: Number(steps) } };
  }
  return KNOWN[name] ?? { method: null, variant: { kind: 'own', name } };
}

/** How far a model stands for its method: the one without variants first, then the longest training; a control, or another way, never does. */
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
    case 'way':
      return -Infinity;
  }
}

/** The model of each method that stands for it, in the order given; methods that have nothing else are left out. */
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
