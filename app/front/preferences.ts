import type { GalleryCardFragment } from '@/app/gallery.documents';

type Votes = GalleryCardFragment['votes'];

/** A model in the votes on a card: how many it won of those that it was in. */
interface Preferred<M> {
  readonly model: M;
  readonly wins: number;
  readonly votes: number;
}

interface Preferences<M> {
  /** Of all models on the card, in their order. */
  readonly models: readonly Preferred<M>[];
  /** All votes between them, also those that chose neither. */
  readonly votes: number;
  /** Who won the largest share; undefined where two won equally much. */
  readonly leader: Preferred<M> | undefined;
}

/** What people said of these models against each other; undefined where nobody has said anything. */
export function preferencesOf<M extends { readonly id: string }>(
  models: readonly M[],
  pairs: Votes,
): Preferences<M> | undefined {
  const ids = new Set(models.map(({ id }) => id));
  const between = pairs
    .filter(({ first, second }) => ids.has(first.id) && ids.has(second.id))
    .map((pair) => ({ ...pair, all: pair.wins + pair.losses + pair.ties + pair.bothBad }));
  const sum = (counts: readonly number[]) => counts.reduce((total, count) => total + count, 0);
  const votes = sum(between.map(({ all }) => all));
  if (votes === 0) return undefined;
  const own = models.map((model) => {
    const asFirst = between.filter(({ first }) => first.id === model.id);
    const asSecond = between.filter(({ second }) => second.id === model.id);
    return {
      model,
      wins: sum(asFirst.map(({ wins }) => wins)) + sum(asSecond.map(({ losses }) => losses)),
      votes: sum([...asFirst, ...asSecond].map(({ all }) => all)),
    };
  });
  const share = (of: Preferred<M>) => (of.votes === 0 ? 0 : of.wins / of.votes);
  const [best, next] = own.toSorted((a, b) => share(b) - share(a));
  const isAhead = best && share(best) > (next ? share(next) : 0);
  return { models: own, votes, leader: isAhead ? best : undefined };
}
