import pg from 'pg';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { entryOf, fillArena } from '@/lib/arena/enter';
import { at } from '@/lib/at';
import { closeDatabase, prisma } from '@/lib/store/database';
import type { ArenaServer } from '../load/arena-server';
import { attacked } from '../support/attacked';
import { apart, CLUES, type Rgb } from '../support/clues';
import { paintArena } from '../support/stand-in';
import { Stranger, type Look } from '../support/stranger';

/** As many sets as are painted at a time. */
const SETS = 24;

let server: ArenaServer;
let stop: () => Promise<void>;
let client: pg.Client;
beforeAll(async () => {
  ({ server, stop } = await attacked(1));
  client = new pg.Client({ connectionString: server.databaseUrl });
  await client.connect();
  const { id: baseId } = await prisma().base.findFirstOrThrow();
  for (let i = 0; i < SETS; i += 1) {
    const text = `${i} stars beside a lake`;
    const { id: promptId } = await prisma().prompt.create({
      data: { text, normalizedText: text, category: 'SPATIAL', licence: 'CC0-1.0' },
    });
    await entryOf({ baseId, promptId, enrichmentId: null }, 'ADMITTED');
  }
  await prisma().arenaEntry.updateMany({ data: { allModels: true } });
  await fillArena();
  await paintArena();
}, 300_000);
afterAll(async () => {
  await client.end();
  await closeDatabase();
  await stop();
});

interface Pair {
  readonly left: Look;
  readonly right: Look;
  /** What no attacker can ask. */
  readonly ella: 'left' | 'right' | null;
}

async function ellaIn(matchup: string): Promise<Pair['ella']> {
  const { rows } = await client.query<{ left: boolean; right: boolean }>(
    `SELECT lm.name = 'ella' AS left, rm.name = 'ella' AS right FROM "Matchup" m
     JOIN "Generation" l ON l.id = m."leftId" JOIN "Model" lm ON lm.id = l."modelId"
     JOIN "Generation" r ON r.id = m."rightId" JOIN "Model" rm ON rm.id = r."modelId"
     WHERE m.id = $1`,
    [matchup],
  );
  const { left, right } = at(rows, 0);
  return left ? 'left' : right ? 'right' : null;
}

/** Of so many guesses chance gets more right three times in a hundred thousand. */
const mostByChance = (guesses: number) => guesses / 2 + 4 * Math.sqrt(guesses / 4);

test('cookies that pool all pictures of a set know that ELLA is in a pair, and not which one it is', async () => {
  // Of each prompt the pairs, by their pictures.
  const pool = new Map<string, Map<string, Pair>>();
  for (let cookie = 0; cookie < 4; cookie += 1) {
    const stranger = new Stranger(server.url);
    for (let turn = 0; turn < 60; turn += 1) {
      const shown = await stranger.draw('SPATIAL');
      if (shown.key === '') break;
      const left = await stranger.look(shown.left.url);
      const right = await stranger.look(shown.right.url);
      const pair = { left, right, ella: await ellaIn(shown.key) };
      const pairs = pool.get(shown.prompt) ?? new Map<string, Pair>();
      pool.set(shown.prompt, pairs.set([left.pixels, right.pixels].sort().join(' '), pair));
      await stranger.skip(shown);
    }
  }

  const asked: (Pair & { readonly others: readonly Rgb[] })[] = [];
  let farthest = 0;
  for (const seen of pool.values()) {
    const pairs = [...seen.values()];
    const looks = new Map(
      pairs.flatMap((pair) => [pair.left, pair.right]).map((look) => [look.pixels, look]),
    );
    const distances = pairs.map((pair) => apart(pair.left.rgb, pair.right.rgb));
    if (pairs[distances.indexOf(Math.max(...distances))]?.ella) farthest += 1;
    for (const pair of pairs) {
      const own = [pair.left.pixels, pair.right.pixels];
      const others = [...looks.values()].filter(({ pixels }) => !own.includes(pixels));
      if (pair.ella) asked.push({ ...pair, others: others.map(({ rgb }) => rgb) });
    }
  }
  // The attack is one: enough is seen, and the distance within a pair does tell that ELLA is in it.
  expect(asked.length).toBeGreaterThan(30);
  expect(farthest / pool.size).toBeGreaterThan(0.9);
  const told = Object.entries(CLUES).filter(([, clue]) => {
    const right = asked.filter(({ left, right, ella, others }) => {
      const isLeft = clue(left.rgb, right.rgb, others) > clue(right.rgb, left.rgb, others);
      return isLeft === (ella === 'left');
    });
    return right.length > mostByChance(asked.length);
  });
  expect(told.map(([name]) => name)).toEqual([]);
}, 300_000);
