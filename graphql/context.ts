import { NotCurator, VoterUnknown } from '@/lib/problems';
import type { VoterSession } from './voter-session';

/** What resolvers know of a request. */
export interface Context {
  /** Undefined where a page of ours asks in this process, which votes for nobody. */
  readonly session?: VoterSession;
  /** Whether the request carries the curators' token. */
  readonly isCurator?: boolean;
}

/** The request's session. Throws VoterUnknown where there is none. */
export function sessionOf({ session }: Context): VoterSession {
  if (session) return session;
  throw new VoterUnknown('Votes are only taken over HTTP.');
}

/** Throws NotCurator for a request without the curators' token. */
export function requireCurator({ isCurator }: Context): void {
  if (isCurator) return;
  throw new NotCurator('Only curators may do this; send their token as Authorization: Bearer.');
}
