import DataLoader from 'dataloader';
import { queuePlaces } from '@/lib/studio/queue-places';
import type { Context } from './context';

const loaders = new WeakMap<Context, DataLoader<string, number | null>>();

/** The places in the queue that one request asks for: read together, and what is known is not read again. */
export function placesOf(context: Context): DataLoader<string, number | null> {
  const loader = loaders.get(context) ?? new DataLoader(queuePlaces);
  loaders.set(context, loader);
  return loader;
}
