import { at } from '@/lib/at';
import { request } from '@/app/components/graphql-client';
import {
  DrawDocument,
  ReportDocument,
  SkipDocument,
  UndoDocument,
  VoteDocument,
  type Category,
  type MatchupFragment,
  type Outcome,
  type Question,
  type Side,
} from './vote.documents';

/** The server understood, and says why it will not: trying again changes nothing. */
export class Refused extends Error {
  constructor(
    readonly kind: string,
    message: string,
  ) {
    super(message);
  }
}

type Reply =
  | ({ readonly __typename: 'Matchup' } & MatchupFragment)
  | { readonly __typename: string; readonly message: string };

/** The matchup in a reply. Throws Refused. */
async function matchupIn(answer: Promise<{ readonly reply: Reply }>): Promise<MatchupFragment> {
  const { reply } = await answer;
  if ('key' in reply) return reply;
  throw new Refused(reply.__typename, reply.message);
}

/** The next matchup, other than those in `except`. Throws Refused. */
export function draw(
  category: Category | undefined,
  except: readonly string[],
): Promise<MatchupFragment> {
  return matchupIn(request(DrawDocument, { category, except }));
}

const TRIES = 4;
const FIRST_PAUSE_MS = 400;

/** `work` again and again while the network fails; what the server refuses is thrown at once. */
async function persist<T>(work: () => Promise<T>): Promise<T> {
  for (let attempt = 1; ; attempt += 1) {
    try {
      return await work();
    } catch (error) {
      if (error instanceof Refused || attempt === TRIES) throw error;
      await new Promise((resolve) => setTimeout(resolve, FIRST_PAUSE_MS * 2 ** attempt));
    }
  }
}

/** Stores an answer; sending it again, as this does when the network fails, stores no second one. */
export function vote(
  matchup: string,
  question: Question,
  outcome: Outcome,
): Promise<MatchupFragment> {
  // Not crypto.randomUUID, which browsers have on secure pages only.
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (at(bytes, 6) & 0x0f) | 0x40;
  bytes[8] = (at(bytes, 8) & 0x3f) | 0x80;
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('');
  const idempotencyKey = hex.replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');
  const input = { matchup, question, outcome, idempotencyKey };
  return persist(() => matchupIn(request(VoteDocument, { input })));
}

/** Takes the last answers of a matchup back. */
export function undo(matchup: string): Promise<MatchupFragment> {
  return persist(() => matchupIn(request(UndoDocument, { matchup })));
}

/** Closes a matchup without (further) answers. */
export function skip(matchup: string): Promise<MatchupFragment> {
  return persist(() => matchupIn(request(SkipDocument, { matchup })));
}

/** Says that a picture should not be shown. */
export async function report(matchup: string, side: Side, reason: string) {
  const { reportPicture } = await request(ReportDocument, { matchup, side, reason });
  if ('message' in reportPicture)
    throw new Refused(reportPicture.__typename, reportPicture.message);
}
