import { NotCurator, TooFast, VoterUnknown } from '@/lib/problems';
import type { Asker, Viewer } from '@/lib/studio/ownership';
import type { VoterSession } from './voter-session';

/** What an operation costs that is admitted, and what it may. */
export interface Cost {
  readonly requested: number;
  readonly most: number;
}

/** What resolvers know of a request. */
export interface Context {
  /** Undefined where a page of ours asks in this process, which votes for nobody. */
  readonly session?: VoterSession;
  /** Whether a curator asks. */
  readonly isCurator?: boolean;
  /** By which name that curator is logged; `token` for whoever has the shared one. */
  readonly curator?: string | undefined;
  /** What the document costs; told with the answer. */
  readonly cost?: Cost | undefined;
}

/** The request's session. Throws VoterUnknown where there is none. */
export function sessionOf({ session }: Context): VoterSession {
  if (session) return session;
  throw new VoterUnknown('Votes are only taken over HTTP.');
}

/** The curator who asks, by the name that decisions are logged with. Throws NotCurator for anybody else. */
export function requireCurator({ isCurator, curator = 'token' }: Context): string {
  if (isCurator) return curator;
  throw new NotCurator('Only curators may do this; send their token as Authorization: Bearer.');
}

/** Who asks, as far as the request tells. */
export async function viewerOf({ session, isCurator = false }: Context): Promise<Viewer> {
  return { voterId: await session?.knownIfAny(), isCurator };
}

/**
 * Whose the work is; whoever has no cookie yet gets one. Null where none can be given, in this process and over SSE,
 * and where so many come from one network that they get none: then only a curator can cancel it.
 */
async function idOf({ session }: Context): Promise<string | null> {
  if (!session) return null;
  try {
    return await session.knownOrNew();
  } catch (error) {
    if (error instanceof VoterUnknown || error instanceof TooFast) return null;
    throw error;
  }
}

/** Who asks for work by a request. */
export function askerOf(context: Context): Asker {
  const { session, isCurator } = context;
  return { id: () => idOf(context), network: isCurator ? undefined : session?.network };
}
