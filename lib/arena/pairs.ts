import { randomInt } from 'node:crypto';
import { at } from '@/lib/at';

/** The same in an order that nobody can guess. */
function shuffled<T>(items: readonly T[]): T[] {
  const order = [...items];
  for (let i = order.length - 1; i > 0; i -= 1) {
    const j = randomInt(i + 1);
    [order[i], order[j]] = [at(order, j), at(order, i)];
  }
  return order;
}

/** Pairs in which each of `items` stands twice, beside two others: neighbours of a ring in random order. Of two there is one pair. */
export function ringOf<T>(items: readonly T[]): (readonly [T, T])[] {
  const ring = shuffled(items);
  const neighbours = ring.map((item, i) => [item, at(ring, (i + 1) % ring.length)] as const);
  return ring.length > 2 ? neighbours : neighbours.slice(0, ring.length - 1);
}

/** The pictures by the noise that they were painted from: only those of one noise are asked about together. */
export function byNoise<P extends { readonly seed: bigint }>(pictures: readonly P[]): P[][] {
  const seeds = [...new Set(pictures.map(({ seed }) => seed))];
  return seeds.map((seed) => pictures.filter((picture) => picture.seed === seed));
}
