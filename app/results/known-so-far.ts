import type { ModelWords, NamedModel } from '@/app/words/model-words';
import type { Translate } from '@/app/words/translate';
import { votesNeeded } from './in-words';

interface Ranked {
  readonly votes: number;
  readonly votesToSeparate: readonly (number | null)[];
  readonly models: readonly {
    readonly name: string;
    readonly model: { readonly method: string } | null;
  }[];
}

/** In one sentence what a ranking allows to say. */
export function knownSoFar(
  t: Translate,
  { votes, votesToSeparate, models }: Ranked,
  titleOf: (model: NamedModel) => ModelWords,
): string {
  const [first, second] = models.map(
    ({ name, model }) => titleOf({ name, method: model?.method }).title,
  );
  if (first === undefined || second === undefined) return t('results.known.few', { votes });
  const [more] = votesToSeparate;
  if (more === 0) return t('results.known.leads', { first });
  const needed = votesNeeded(more);
  return needed === null
    ? t('results.known.level', { first, second })
    : t('results.known.ahead', { first, second, votes: needed });
}
