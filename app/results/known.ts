import type { ModelWords, NamedModel } from '@/app/words/model-words';
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
export function knownSoFar(ranking: Ranked, titleOf: (model: NamedModel) => ModelWords): string {
  const { votes, votesToSeparate, models } = ranking;
  const [first, second] = models.map(({ name, model }) => titleOf({ name, method: model?.method }));
  if (!first || !second) {
    return votes === 0
      ? 'Who follows the prompt? Nobody has voted yet.'
      : `${votes} ${votes === 1 ? 'vote' : 'votes'} so far: too few to compare any two models.`;
  }
  const [more] = votesToSeparate;
  const needed = votesNeeded(more);
  if (more === 0) return `${first.title} leads, beyond what chance explains.`;
  return needed === null
    ? `${first.title} and ${second.title} are level.`
    : `${first.title} is ahead, but not told apart from ${second.title} yet: it needs about ${needed} more votes.`;
}
