import { knownModel } from '@/lib/methods/model-names';
import type { Translate } from './translate';

/** A model as the API has it: its slug, and its method where that is known. */
export interface NamedModel {
  readonly name: string;
  readonly method?: string | null | undefined;
}

/** What people are told of each method, in their language; the names themselves are the same everywhere. */
export type MethodWords = Readonly<
  Record<string, { readonly title: string; readonly summary: string }>
>;

export interface ModelWords {
  /** Its `data-method`, by which CSS knows its colour: the method, or that it is a control. */
  readonly colour: string;
  /** Its friendly name. */
  readonly title: string;
  /** One line that explains it. */
  readonly about: string;
}

/** Whether two models that stand side by side have one colour, so that the second is to be drawn hollow. */
export function lookAlike(first: ModelWords, second: ModelWords): boolean {
  return first.colour === second.colour;
}

/** What people are told of a model. */
export function modelWords(
  t: Translate,
  methods: MethodWords,
  { name, method }: NamedModel,
): ModelWords {
  const known = knownModel(name);
  const key = method ?? known.method ?? '';
  const { variant } = known;
  const words = methods[key];
  const told = { colour: variant.kind === 'control' ? 'CONTROL' : key };
  if (!words) return { ...told, title: name, about: '' };
  const { title, summary } = words;
  switch (variant.kind) {
    case 'alone':
      return { ...told, title, about: summary };
    case 'own':
      return { ...told, title: t('models.own', { method: title, name }), about: summary };
    case 'steps': {
      const { steps } = variant;
      const about = `${summary} ${t('variants.steps', { steps })}`;
      return { ...told, title: t('models.steps', { method: title, steps }), about };
    }
    case 'way': {
      const about = t(`variants.${variant.way}`);
      return { ...told, title: t(`models.${variant.way}`, { method: title }), about };
    }
    case 'paper':
    case 'control': {
      const about = `${summary} ${t(`variants.${variant.kind}`)}`;
      return { ...told, title: t(`models.${variant.kind}`, { method: title }), about };
    }
  }
}
