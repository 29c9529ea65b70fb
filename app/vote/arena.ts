import { z } from 'zod';
import { request } from '@/app/components/graphql-client';

const FIELDS = /* GraphQL */ `
  __typename
  ... on Problem {
    message
  }
  ... on Matchup {
    key
    prompt
    category
    state
    left {
      url
    }
    right {
      url
    }
    answers {
      question
      outcome
    }
    reveal {
      left {
        key
        model {
          name
        }
      }
      right {
        key
        model {
          name
        }
      }
      answers {
        left
        right
        tie
        bothBad
      }
    }
  }
`;

export const OUTCOMES = ['LEFT', 'RIGHT', 'TIE', 'BOTH_BAD'] as const;
export type Outcome = (typeof OUTCOMES)[number];
export type Question = 'ALIGNMENT' | 'OVERALL';

const painterShape = z.object({ key: z.string(), model: z.object({ name: z.string() }) });

const matchupShape = z.object({
  __typename: z.literal('Matchup'),
  key: z.string(),
  prompt: z.string(),
  category: z.string(),
  state: z.enum(['OPEN', 'DECIDED', 'SKIPPED', 'WITHDRAWN']),
  left: z.object({ url: z.string() }),
  right: z.object({ url: z.string() }),
  answers: z.array(
    z.object({ question: z.enum(['ALIGNMENT', 'OVERALL']), outcome: z.enum(OUTCOMES) }),
  ),
  reveal: z
    .object({
      left: painterShape,
      right: painterShape,
      answers: z.object({
        left: z.number(),
        right: z.number(),
        tie: z.number(),
        bothBad: z.number(),
      }),
    })
    .nullable(),
});
export type Matchup = z.infer<typeof matchupShape>;

const problemShape = z.object({ __typename: z.string(), message: z.string() });
const replyShape = z.union([matchupShape, problemShape]);

/** The server understood, and says why it will not: trying again changes nothing. */
export class Refused extends Error {
  constructor(
    readonly kind: string,
    message: string,
  ) {
    super(message);
  }
}

async function ask(
  name: string,
  declared: string,
  given: string,
  variables: Record<string, unknown>,
): Promise<Matchup> {
  const document = `mutation (${declared}) { reply: ${name}(${given}) { ${FIELDS} } }`;
  const { reply } = await request(document, z.object({ reply: replyShape }), variables);
  if ('key' in reply) return reply;
  throw new Refused(reply.__typename, reply.message);
}

/** The next matchup, other than those in `except`. Throws Refused. */
export function draw(category: string | undefined, except: readonly string[]): Promise<Matchup> {
  return ask(
    'drawMatchup',
    '$category: Category, $except: [String!]',
    'category: $category, except: $except',
    { category, except },
  );
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
export function vote(matchup: string, question: Question, outcome: Outcome): Promise<Matchup> {
  // Not crypto.randomUUID, which browsers have on secure pages only.
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = ((bytes[6] ?? 0) & 0x0f) | 0x40;
  bytes[8] = ((bytes[8] ?? 0) & 0x3f) | 0x80;
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('');
  const idempotencyKey = hex.replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');
  const input = { matchup, question, outcome, idempotencyKey };
  return persist(() => ask('vote', '$input: VoteInput!', 'input: $input', { input }));
}

/** Takes the last answers of a matchup back. */
export function undo(matchup: string): Promise<Matchup> {
  return persist(() => ask('undoVote', '$matchup: String!', 'matchup: $matchup', { matchup }));
}

/** Closes a matchup without (further) answers. */
export function skip(matchup: string): Promise<Matchup> {
  return persist(() => ask('skipMatchup', '$matchup: String!', 'matchup: $matchup', { matchup }));
}

const REPORT = /* GraphQL */ `
  mutation Report($matchup: String!, $side: Side!, $reason: String!) {
    reportPicture(matchup: $matchup, side: $side, reason: $reason) {
      __typename
      ... on Problem {
        message
      }
    }
  }
`;

/** Says that a picture should not be shown. */
export async function report(matchup: string, side: 'LEFT' | 'RIGHT', reason: string) {
  const shape = z.object({
    reportPicture: z.object({ __typename: z.string(), message: z.string().optional() }),
  });
  const { reportPicture } = await request(REPORT, shape, { matchup, side, reason });
  if (reportPicture.message) throw new Refused(reportPicture.__typename, reportPicture.message);
}
