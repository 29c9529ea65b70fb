import { request } from '@/app/components/graphql-client';
import { prove, withProof } from '@/app/components/proof';
import { AskedToWait, Away } from '@/app/components/reached';
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

/** Whether an error is of the way to the server: its own errors are sentences for people. */
export const isAway = (error: unknown): boolean => error instanceof Away;

type Reply =
  | ({ readonly __typename: 'Matchup' } & MatchupFragment)
  | { readonly __typename: string; readonly message: string; readonly retryAfter?: number };

/** The matchup in a reply. Throws Refused, or AskedToWait. */
async function matchupIn(answer: Promise<{ readonly reply: Reply }>): Promise<MatchupFragment> {
  const { reply } = await answer;
  if ('key' in reply) return reply;
  if (reply.retryAfter !== undefined) throw new AskedToWait(reply.message, reply.retryAfter);
  throw new Refused(reply.__typename, reply.message);
}

/** The next matchup, other than those in `except`; a new voter's proof of work begins. Throws Refused, or AskedToWait. */
export async function draw(
  category: Category | undefined,
  except: readonly string[],
): Promise<MatchupFragment> {
  const answer = await request(DrawDocument, { category, except });
  const { reply } = answer;
  if ('challenge' in reply) prove(reply.challenge);
  return matchupIn(Promise.resolve(answer));
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

/** Stores an answer; sending it again under the same key stores no second one. Throws as `draw`. */
export function vote(
  matchup: string,
  question: Question,
  outcome: Outcome,
  idempotencyKey: string,
): Promise<MatchupFragment> {
  const input = { matchup, question, outcome, idempotencyKey };
  return matchupIn(withProof((proof) => request(VoteDocument, { input: { ...input, proof } })));
}

/** Takes the last answers of a matchup back. */
export function undo(matchup: string): Promise<MatchupFragment> {
  return persist(() => matchupIn(request(UndoDocument, { matchup })));
}

/** Closes a matchup without (further) answers. Throws Refused. */
export function skip(matchup: string): Promise<MatchupFragment> {
  return matchupIn(request(SkipDocument, { matchup }));
}

/** Says that a picture should not be shown. */
export async function report(matchup: string, side: Side, reason: string): Promise<void> {
  const { reply } = await withProof((proof) =>
    request(ReportDocument, { matchup, side, reason, proof }),
  );
  if ('message' in reply) throw new Refused(reply.__typename, reply.message);
}
