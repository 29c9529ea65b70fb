import { at } from '@/lib/at';
import { randomUUID } from 'node:crypto';
import { solveChallenge } from 'altcha-lib';
import { deriveKey } from 'altcha-lib/algorithms/scrypt';
import pg from 'pg';
import { afterAll, beforeAll, describe, expect, test } from 'vitest';
import { z } from 'zod';
import { parseVoteLine } from '@/lib/evaluation/arena-votes';
import { leaderboard } from '@/lib/evaluation/leaderboard';
import type { ArenaServer } from '../load/arena-server';
import { attacked } from '../support/attacked';
import { challengeShape, payload, solve, type Challenge } from '../support/proof';

let server: ArenaServer;
let stop: () => Promise<void>;
beforeAll(async () => {
  ({ server, stop } = await attacked(12, { TRUST_PROXY: '1' }));
}, 300_000);
afterAll(() => stop());

const shape = z.object({
  data: z.object({
    reply: z.object({
      __typename: z.string(),
      message: z.string().optional(),
      key: z.string().default(''),
      challenge: challengeShape.nullish(),
    }),
  }),
});

const PROBLEM = '... on Problem { message } ... on ProofNeeded { challenge }';
const DRAW = `mutation { reply: drawMatchup { __typename ... on Matchup { key challenge } ... on Problem { message } } }`;
const VOTE = `mutation ($input: VoteInput!) { reply: vote(input: $input) { __typename ... on Matchup { key } ${PROBLEM} } }`;

/** A script with a cookie, from one network. */
class Script {
  cookie = '';

  constructor(readonly network: string) {}

  async ask(query: string, variables: object = {}) {
    const response = await fetch(`${server.url}/api/graphql`, {
      method: 'POST',
      headers: {
        'content-type': 'application/json',
        cookie: this.cookie,
        'x-forwarded-for': this.network,
      },
      body: JSON.stringify({ query, variables }),
    });
    const [cookie] = response.headers.getSetCookie();
    if (cookie) this.cookie = at(cookie.split(';'), 0);
    return shape.parse(await response.json()).data.reply;
  }

  /** The next matchup, with the challenge that comes with it. */
  async draw(): Promise<{ readonly key: string; readonly challenge: Challenge | undefined }> {
    const { key, challenge } = await this.ask(DRAW);
    return { key, challenge: challenge ?? undefined };
  }

  vote(matchup: string, proof?: string, question = 'ALIGNMENT') {
    const input = { matchup, question, outcome: 'LEFT', idempotencyKey: randomUUID(), proof };
    return this.ask(VOTE, { input });
  }
}

/** Somebody new who has drawn a matchup. */
async function newcomer(network: string) {
  const script = new Script(network);
  const { key, challenge } = await script.draw();
  return { script, key, challenge: challengeShape.parse(challenge) };
}

/** How many tries a challenge took. */
async function triesOf(asked: Challenge): Promise<number> {
  const solution = await solveChallenge({ challenge: asked, deriveKey });
  return (solution?.counter ?? NaN) + 1;
}

describe('a new voter’s first vote', () => {
  test('is refused without a proof of work, with the challenge; nothing is stored', async () => {
    const { script, key } = await newcomer('10.1.0.1');
    const refused = await script.vote(key);
    expect(refused).toMatchObject({ __typename: 'ProofNeeded' });
    expect(refused.message).toContain('proof of work');
    const proof = await solve(refused.challenge);
    expect(await script.vote(key, proof)).toMatchObject({ __typename: 'Matchup' });
    // From then on without.
    expect(await script.vote(key, undefined, 'OVERALL')).toMatchObject({ __typename: 'Matchup' });
    expect((await script.draw()).challenge).toBeUndefined();
  });

  test('is as hard when the challenge is asked for again, and the old one holds, too', async () => {
    const { script, key, challenge } = await newcomer('10.1.0.2');
    expect((await script.draw()).challenge).toBeTruthy();
    expect((await script.vote(key, await solve(challenge))).__typename).toBe('Matchup');
  });

  test('by 100 requests at once with one proof makes one voter, not 100', async () => {
    const others = await Promise.all(Array.from({ length: 99 }, (_, i) => newcomer(`10.2.0.${i}`)));
    const one = await newcomer('10.2.1.1');
    const proof = await solve(one.challenge);
    const replies = await Promise.all(
      [one, ...others].map(({ script, key }) => script.vote(key, proof)),
    );
    expect(replies[0]?.__typename).toBe('Matchup');
    const refused = replies.slice(1);
    expect(new Set(refused.map(({ __typename }) => __typename))).toEqual(new Set(['ProofNeeded']));
    expect(refused[0]?.message).toBe('That challenge was given to another voter; solve this one.');
    // The same proof by the voter whose it is, again: nothing more comes of it.
    const { key } = await one.script.draw();
    expect((await one.script.vote(key, proof)).__typename).not.toBe('ProofNeeded');
  });

  test('with a proof that is none is refused in one sentence', async () => {
    const { script, key, challenge } = await newcomer('10.1.0.3');
    const right = await solveChallenge({ challenge, deriveKey });
    const wrong = { counter: 0, derivedKey: '00'.repeat(32) };
    const change = (parameters: object) => ({
      ...challenge,
      parameters: { ...challenge.parameters, ...parameters },
    });
    const past = Math.floor(Date.now() / 1000) - 10;
    const easier = challengeShape.parse(change({ cost: 16, keyPrefix: '00' }));
    const { keyPrefix } = challenge.parameters;
    const faults: readonly (readonly [string, string, RegExp])[] = [
      ['not base64', '€€€', /A proof is base64 of JSON/],
      ['no JSON', 'AAAA', /A proof is base64 of JSON/],
      ['far too long', 'A'.repeat(9000), /A proof is base64 of JSON/],
      ['wrong', payload(challenge, wrong), /does not solve/],
      ['the prefix', payload(challenge, { ...wrong, derivedKey: keyPrefix }), /does not solve/],
      ['expired', payload(change({ expiresAt: past }), right), /30 minutes/],
      ['prolonged', payload(change({ expiresAt: past + 9e6 }), right), /not one of ours/],
      ['too easy', await solve(easier), /not one of ours/],
      [
        'signed by another',
        payload({ ...challenge, signature: 'ab'.repeat(32) }, right),
        /not one/,
      ],
    ];
    for (const [name, proof, words] of faults) {
      const reply = await script.vote(key, proof);
      expect(reply.message, name).toMatch(words);
      expect(reply.message?.match(/[.;]/g)?.length, name).toBeLessThanOrEqual(2);
      if (reply.__typename === 'ProofNeeded') expect(reply.challenge).toBeTruthy();
      else expect(reply.__typename, name).toBe('InvalidInput');
    }
    expect((await script.vote(key, payload(challenge, right))).__typename).toBe('Matchup');
  });

  test('gets harder the more new voters come from a network, and not for others', async () => {
    const all: Challenge[] = [];
    for (let i = 0; i < 120; i += 1) all.push((await newcomer('10.3.0.1')).challenge);
    const mean = async (some: readonly Challenge[]) => {
      const tries = await Promise.all(some.map(triesOf));
      return tries.reduce((sum, n) => sum + n, 0) / tries.length;
    };
    const first = await mean(all.slice(0, 15));
    const last = await mean(all.slice(-15));
    const other = await mean(
      await Promise.all(
        Array.from({ length: 15 }, async (_, i) => (await newcomer(`10.4.0.${i}`)).challenge),
      ),
    );
    // 5.6 times as hard; of 15 uniform draws each.
    expect(last / first).toBeGreaterThan(2.5);
    expect(other).toBeLessThan(45);
  });
});

test('60 votes by new cookies are in the export, held back, and rank nothing', async () => {
  for (let cookie = 0; cookie < 6; cookie += 1) {
    const { script, challenge } = await newcomer(`10.5.0.${cookie}`);
    const proof = await solve(challenge);
    for (let turn = 0; turn < 5; turn += 1) {
      const { key } = await script.draw();
      expect((await script.vote(key, proof)).__typename).toBe('Matchup');
      expect((await script.vote(key, proof, 'OVERALL')).__typename).toBe('Matchup');
    }
  }
  // As if all these pictures had left the arena, which keeps them while others look at them.
  const client = new pg.Client({ connectionString: server.databaseUrl });
  await client.connect();
  await client.query(`UPDATE "Matchup" SET "publishedAt" = now() WHERE state <> 'OPEN'`);
  await client.end();
  const text = await (await fetch(`${server.url}/exports/votes.jsonl`)).text();
  const votes = text
    .trimEnd()
    .split('\n')
    .map((line, i) => parseVoteLine(line, i + 1));
  expect(votes.length).toBeGreaterThanOrEqual(60);
  expect(votes.every(({ held }) => held)).toBe(true);
  for (const { ranking, held } of leaderboard(votes)) {
    expect(ranking.models).toEqual([]);
    expect(held?.votes).toBeGreaterThan(0);
  }
});
