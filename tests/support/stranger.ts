import { createHash, randomUUID } from 'node:crypto';
import sharp from 'sharp';
import { z } from 'zod';
import { at } from '@/lib/at';
import { challengeShape, solve } from './proof';
import type { Category } from '@/lib/store/generated/client';

const picture = z.object({ url: z.string() });
const painted = z.object({ key: z.string(), model: z.object({ name: z.string() }) });
const seen = z.object({
  __typename: z.string(),
  key: z.string().default(''),
  prompt: z.string().default(''),
  left: picture.default({ url: '' }),
  right: picture.default({ url: '' }),
  challenge: challengeShape.nullish(),
  reveal: z.object({ left: painted, right: painted }).nullish(),
});
export type Seen = z.infer<typeof seen>;

const FIELDS = `__typename ... on Matchup { key prompt left { url } right { url }
  reveal { left { key model { name } } right { key model { name } } } }`;

/** Somebody on the other side of the wire, who knows no more than what HTTP tells. */
export class Stranger {
  #cookie = '';
  #challenge: z.infer<typeof challengeShape> | undefined;
  #proof: string | undefined;

  constructor(readonly url: string) {}

  /** The data of an answer. */
  async ask(query: string, variables: object = {}): Promise<Record<string, unknown>> {
    const response = await fetch(`${this.url}/api/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json', cookie: this.#cookie },
      body: JSON.stringify({ query, variables }),
    });
    const [cookie] = response.headers.getSetCookie();
    if (cookie !== undefined) this.#cookie = at(cookie.split(';'), 0);
    const shape = z.object({ data: z.record(z.string(), z.unknown()) });
    return shape.parse(await response.json()).data;
  }

  async draw(category?: Category): Promise<Seen> {
    const query = `mutation ($category: Category) { reply: drawMatchup(category: $category) {
      ${FIELDS} ... on Matchup { challenge } } }`;
    const shown = seen.parse((await this.ask(query, { category }))['reply']);
    if (shown.challenge) this.#challenge ??= shown.challenge;
    return shown;
  }

  /** Answers both questions about a matchup. */
  async decide({ key: matchup }: Seen, outcome: string): Promise<Seen> {
    const query = `mutation ($input: VoteInput!) { reply: vote(input: $input) { ${FIELDS} } }`;
    if (this.#challenge) this.#proof ??= await solve(this.#challenge);
    let reply: unknown;
    for (const question of ['ALIGNMENT', 'OVERALL']) {
      const input = {
        matchup,
        question,
        outcome,
        idempotencyKey: randomUUID(),
        proof: this.#proof,
      };
      reply = (await this.ask(query, { input }))['reply'];
    }
    return seen.parse(reply);
  }

  async skip({ key: matchup }: Seen): Promise<void> {
    await this.ask(
      'mutation ($matchup: String!) { skipMatchup(matchup: $matchup) { __typename } }',
      {
        matchup,
      },
    );
  }

  /** A matchup by its key; null where nobody is told of it. */
  async matchup(key: string): Promise<Seen | null> {
    const query = `query ($key: String!) { reply: matchup(key: $key) { ${FIELDS} } }`;
    return seen.nullable().parse((await this.ask(query, { key }))['reply']);
  }

  async text(path: string): Promise<string> {
    return (await fetch(`${this.url}${path}`)).text();
  }

  /** What is to be seen and measured of a picture. */
  async look(path: string): Promise<Look> {
    const response = await fetch(`${this.url}${path}`);
    const file = Buffer.from(await response.arrayBuffer());
    const pixels = await sharp(file).removeAlpha().raw().toBuffer();
    const small = await sharp(file).greyscale().resize(9, 8, { fit: 'fill' }).raw().toBuffer();
    const bits = Array.from({ length: 64 }, (_, i) => {
      const place = 9 * Math.floor(i / 8) + (i % 8);
      return at(small, place) < at(small, place + 1) ? '1' : '0';
    });
    return {
      rgb: pixels,
      pixels: createHash('sha256').update(pixels).digest('hex'),
      dHash: bits.join(''),
      bytes: file.length,
      // Random in every answer.
      headers: JSON.stringify([...response.headers].filter(([name]) => name !== 'date')).replaceAll(
        /'nonce-[^']+'/g,
        '',
      ),
    };
  }
}

/** What is to be seen and measured of a picture. */
export interface Look {
  readonly rgb: Uint8Array;
  readonly pixels: string;
  /** The difference hash: 64 bits that survive what leaves pictures similar. */
  readonly dHash: string;
  readonly bytes: number;
  readonly headers: string;
}

/** In how many bits two hashes differ. */
export function distance(a: string, b: string): number {
  return Array.from(a).filter((bit, i) => bit !== b[i]).length;
}
