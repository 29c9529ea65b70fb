import DataLoader from 'dataloader';
import { votesOnPrompts, type PairVotes } from '@/lib/arena/prompt-votes';
import type { Context } from './context';

const loaders = new WeakMap<Context, DataLoader<string, PairVotes[]>>();

/** The votes on the comparisons of one request, which are counted together. */
export function promptVotesOf(context: Context): DataLoader<string, PairVotes[]> {
  const loader = loaders.get(context) ?? new DataLoader(votesOnPrompts);
  loaders.set(context, loader);
  return loader;
}
