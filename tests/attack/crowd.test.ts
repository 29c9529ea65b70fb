import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import { at } from '@/lib/at';
import type { ArenaServer } from '../load/arena-server';
import { attacked } from '../support/attacked';
import { distance, Stranger, type Look, type Seen } from '../support/stranger';

let server: ArenaServer;
let stop: () => Promise<void>;
let client: pg.Client;
beforeAll(async () => {
  ({ server, stop } = await attacked(60));
  client = new pg.Client({ connectionString: server.databaseUrl });
  await client.connect();
}, 300_000);
afterAll(async () => {
  await client.end();
  await stop();
});

interface Known extends Look {
  readonly model: string;
}

const known: Known[] = [];

/** Who painted the two pictures of a matchup: what no attacker can ask. */
async function truth({ key }: Seen): Promise<[string, string]> {
  const { rows } = await client.query<{ left: string; right: string }>(
    `SELECT lm.name AS left, rm.name AS right FROM "Matchup" m
     JOIN "Generation" l ON l.id = m."leftId" JOIN "Model" lm ON lm.id = l."modelId"
     JOIN "Generation" r ON r.id = m."rightId" JOIN "Model" rm ON rm.id = r."modelId"
     WHERE m.id = $1`,
    [key],
  );
  const { left, right } = at(rows, 0);
  return [left, right];
}

async function learn(stranger: Stranger, path: string, model: string): Promise<void> {
  known.push({ ...(await stranger.look(path)), model });
}

const VOTES = 120;
const PAIRS = 50;

/** Above this many right guesses of 50 pairs, chance gets one time in two thousand. */
const MORE_THAN_CHANCE = 37;

const edges = z.object({
  edges: z.array(
    z.object({ node: z.object({ imageUrl: z.string(), model: z.object({ name: z.string() }) }) }),
  ),
  pageInfo: z.object({ hasNextPage: z.boolean(), endCursor: z.string().nullable() }),
});

test('a crowd of 120 votes that reads all that is public knows no picture of the next 50 pairs', async () => {
  const voted: Seen[] = [];
  for (let voter = 0; voted.length < VOTES; voter += 1) {
    const stranger = new Stranger(server.url);
    // Of cookies that are thrown away before their votes count few sets are told.
    for (let turn = 0; turn < 10; turn += 1) {
      const shown = await stranger.draw();
      const decided = await stranger.decide(shown, at(['LEFT', 'RIGHT', 'TIE'], turn % 3));
      voted.push(shown);
      if (!decided.reveal) continue;
      await learn(stranger, shown.left.url, decided.reveal.left.model.name);
      await learn(stranger, shown.right.url, decided.reveal.right.model.name);
    }
  }

  // What is told of all matchups, their own and those that the export names.
  const stranger = new Stranger(server.url);
  const lines = (await stranger.text('/exports/matchups.jsonl')).split('\n').filter(Boolean);
  const line = z.object({ id: z.string() });
  const keys = new Set([
    ...voted.map(({ key }) => key),
    ...lines.map((one) => line.parse(JSON.parse(one)).id),
  ]);
  for (const key of keys) {
    const told = await stranger.matchup(key);
    if (!told?.reveal) continue;
    await learn(stranger, told.left.url, told.reveal.left.model.name);
    await learn(stranger, told.right.url, told.reveal.right.model.name);
  }
  // Every picture that is listed.
  let after: string | null = null;
  for (let more = true; more;) {
    const query = `query ($after: String) { generations(first: 100, after: $after, status: SUCCEEDED) {
      edges { node { imageUrl model { name } } } pageInfo { hasNextPage endCursor } } }`;
    const found: z.infer<typeof edges> = edges.parse(
      (await stranger.ask(query, { after }))['generations'],
    );
    for (const { node } of found.edges) await learn(stranger, node.imageUrl, node.model.name);
    more = found.pageInfo.hasNextPage;
    after = found.pageInfo.endCursor;
  }
  // Enough is told for the attack to be one.
  expect(known.length).toBeGreaterThan(100);

  let right = 0;
  let recognised = 0;
  let asked = 0;
  while (asked < PAIRS) {
    const newcomer = new Stranger(server.url);
    for (let turn = 0; turn < 5 && asked < PAIRS; turn += 1) {
      const shown = await newcomer.draw();
      const looks = [await newcomer.look(shown.left.url), await newcomer.look(shown.right.url)];
      // They are even told which two it are.
      const [left, other] = await truth(shown);
      const [first = '', second = ''] = [left, other].sort();
      const evidence = (look: Look | undefined, model: string) =>
        known.some(
          (one) =>
            one.model === model &&
            (one.pixels === look?.pixels || distance(one.dHash, look?.dHash ?? '') <= 3),
        );
      const leftIsFirst =
        Number(evidence(looks[0], first)) +
        Number(evidence(looks[1], second)) -
        Number(evidence(looks[0], second)) -
        Number(evidence(looks[1], first));
      if (leftIsFirst !== 0) recognised += 1;
      const guess =
        leftIsFirst > 0 || (leftIsFirst === 0 && (looks[0]?.bytes ?? 0) >= (looks[1]?.bytes ?? 0))
          ? first
          : second;
      if (guess === left) right += 1;
      expect(looks[0]?.headers).toBe(looks[1]?.headers);
      expect(looks[0]?.bytes).toBe(looks[1]?.bytes);
      asked += 1;
      await newcomer.skip(shown);
    }
  }
  expect({ recognised, right: right < MORE_THAN_CHANCE ? 'chance' : right }).toEqual({
    recognised: 0,
    right: 'chance',
  });
}, 300_000);
