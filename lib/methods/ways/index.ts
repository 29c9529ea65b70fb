import type { WayName } from '../model-names';
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
