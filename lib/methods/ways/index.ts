import { knownModel, type WayName } from '../model-names';
import { bestOf4 } from './best-of-4';
import { clip } from './clip';
import { regions } from './regions';
import type { Way } from './way';

/** Every way to paint beside that of a model itself, in the order in which they are shown. */
export const WAYS: Readonly<Record<WayName, Way>> = {
  clip,
  'best-of-4': bestOf4,
  regions,
};

/** The names of all ways, in the order of the table. */
export const WAY_NAMES = Object.keys(WAYS).filter((name): name is WayName =>
  Object.hasOwn(WAYS, name),
);

/** How many times what a picture by the base alone costs one by the model of that name costs at most, by its way to paint. */
export function timesTheCost(model: string): number {
  const { variant } = knownModel(model);
  return variant.kind === 'way' ? WAYS[variant.way].cost : 1;
}
