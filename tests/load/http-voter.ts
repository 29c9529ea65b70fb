import { at } from '@/lib/at';
import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { solve } from '../support/proof';

const reply = z.object({
  data: z.object({
    reply: z.object({
      __typename: z.string(),
      key: z.string().optional(),
      message: z.string().optional(),
      challenge: z.unknown().optional(),
    }),
  }),
});

/** An answer as it was sent. */
export interface Sent {
  readonly matchup: string;
  readonly question: 'ALIGNMENT' | 'OVERALL';
  readonly outcome: string;
  readonly idempotencyKey: string;
}

const OUTCOMES = ['LEFT', 'RIGHT', 'TIE', 'BOTH_BAD'];

/** Somebody far away: a cookie, an address of their own, and the API. */
export class HttpVoter {
  #cookie = '';
  #proof: string | undefined;
  readonly #address: string;

  constructor(number: number) {
    this.#address = `10.0.${Math.floor(number / 250)}.${number % 250}`;
  }

  async #ask(url: string, query: string, variables: Record<string, unknown>) {
    const response = await fetch(`${url}/api/graphql`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        'x-forwarded-for': this.#address,
        ...(this.#cookie ? { cookie: this.#cookie } : {}),
      },
      body: JSON.stringify({ query, variables }),
    });
    const [cookie] = response.headers.getSetCookie();
    if (cookie) this.#cookie = at(cookie.split(';'), 0);
    return reply.parse(await response.json()).data.reply;
  }

  /** The key of the next matchup; undefined when all is judged. */
  async draw(url: string, except: readonly string[] = []): Promise<string | undefined> {
    const drawn = await this.#ask(
      url,
      'mutation ($except: [String!]) { reply: drawMatchup(except: $except) { __typename ... on Matchup { key challenge } ... on Problem { message } } }',
      { except },
    );
    // As a page does it: while the pair is looked at, and not while the answer is waited for.
    if (drawn.challenge) this.#proof ??= await solve(drawn.challenge);
    return drawn.key;
  }

  /** Closes a matchup without an answer. */
  async skip(url: string, matchup: string): Promise<void> {
    await this.#ask(
      url,
      'mutation ($matchup: String!) { reply: skipMatchup(matchup: $matchup) { __typename ... on Problem { message } } }',
      { matchup },
    );
  }

  /** A random answer, not sent yet. */
  ballot(matchup: string, question: Sent['question']): Sent {
    const outcome = at(OUTCOMES, Math.floor(Math.random() * OUTCOMES.length));
    return { matchup, question, outcome, idempotencyKey: randomUUID() };
  }

  /** Sends an answer; resolves once it is acknowledged. Throws otherwise. */
  async send(url: string, input: Sent): Promise<void> {
    const { __typename, message } = await this.#ask(
      url,
      'mutation ($input: VoteInput!) { reply: vote(input: $input) { __typename ... on Problem { message } } }',
      { input: { ...input, proof: this.#proof } },
    );
    if (__typename !== 'Matchup') throw new Error(`${__typename}: ${message ?? ''}`);
  }
}
