// `npm run price`: how many votes, identities and hours it takes to move a model, before and now.
import { randomUUID } from 'node:crypto';
import { chmod, mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import pg from 'pg';
import { z } from 'zod';
import { at } from '@/lib/at';
import { parseVoteLine, type ArenaVote } from '@/lib/evaluation/arena-votes';
import { closeDatabase } from '@/lib/store/database';
import { migrate } from '@/lib/store/migrate';
import { startArenaServer } from '../tests/load/arena-server';
import { HttpVoter } from '../tests/load/http-voter';
import { fillVotes } from './fill-votes';
import { honestLosses, priceOf, RULES, type Attack, type Identity } from './price-rules';
import { commandLine, wholeNumber, misused } from './command-line.mjs';

const { values } = commandLine(
  `npm run price   what it takes to move a model's rank: identities of each kind vote over HTTP on a server of its
                own, and the larger attacks are made of what was drawn for them

  --most N    matchups of the largest attack that is tried (default: 3000)
  --sight N   how often a recogniser that knows what is public tells the target's side (default: 0.5)`,
  {
    options: {
      sight: { type: 'string', default: '0.5' },
      most: { type: 'string', default: '3000' },
    },
  },
);
const sight = Number(values.sight);
if (!(sight >= 0 && sight <= 1))
  misused(`--sight is a share, from 0 to 1, and not “${values.sight}”.`);

const HONEST = { votes: 4800, models: 6, voters: 120, prompts: 300 };
const DAYS = 28;
/** The last one. */
const TARGET = 'model 0';
const AT_ONCE = 6;
/** So many sets are open at a time, as a worker keeps them; each leaves after three judgements. */
const OPEN = 60;

/** How many identities of which kind vote over HTTP. */
const CAST = [
  { name: '5', identities: 20, each: 5, skips: false },
  { name: '12', identities: 25, each: 12, skips: false },
  { name: '12 skipping', identities: 12, each: 12, skips: true },
  { name: '20', identities: 20, each: 20, skips: false },
] as const;

const folder = await mkdtemp(path.join(tmpdir(), 'sarovar-price-'));
await chmod(folder, 0o777);

/** Voters come at any time within the days, and return on others after 25 matchups. */
const SPREAD = `
  UPDATE "Vote" v SET "createdAt" = least(now(), now() - interval '${DAYS} days'
    + ('x' || left(md5(numbered."voterId"), 6))::bit(24)::int / 16777216.0 * interval '${DAYS} days'
    + numbered.number / 25 * interval '1 day' + numbered.number % 25 * interval '20 seconds')
  FROM (
    SELECT id, "voterId", row_number() OVER (PARTITION BY "voterId" ORDER BY id) AS number FROM "Matchup"
  ) numbered WHERE numbered.id = v."matchupId"`;

/** Fills the arena with an honest crowd's votes of the last days. */
async function prepare(databaseUrl: string): Promise<void> {
  process.env['DATABASE_URL'] = databaseUrl;
  process.env['DATA_DIR'] = folder;
  await migrate(databaseUrl);
  await fillVotes(HONEST);
  await closeDatabase();
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  await client.query(SPREAD);
  for (const statement of OPEN_SETS) await client.query(statement);
  await client.end();
}

/** New sets for those that have left. */
const OPEN_SETS = [
  `CREATE OR REPLACE FUNCTION open_sets() RETURNS void LANGUAGE sql AS $$
   WITH fresh AS (
     SELECT gen_random_uuid()::text AS id
     FROM generate_series((SELECT count(*) FROM "Comparison" WHERE arena = 'OPEN') + 1, ${OPEN})
   ), prompts AS (
     INSERT INTO "Prompt" (id, text, "normalizedText", category, licence)
     SELECT id, id, id, 'COUNTING', 'CC0-1.0' FROM fresh
   ), sets AS (
     INSERT INTO "Comparison" (id, "promptId", arena, "openedAt", judgements)
     SELECT id, id, 'OPEN', now(), 3 FROM fresh
   )
   INSERT INTO "Generation" (id, "promptId", "modelId", "comparisonId", seed, steps, "guidanceScale", scheduler,
     width, height, status, "imageSha256", blind)
   SELECT f.id || ' ' || m.id, f.id, m.id, f.id, 7, 25, 4, 'ddim', 64, 64, 'SUCCEEDED', 'none', true
   FROM fresh f CROSS JOIN "Model" m $$`,
  'SELECT open_sets()',
];

const server = await startArenaServer('pglite', folder, prepare);
// One connection, on which an attacker's questions queue.
const oracle = new pg.Pool({ connectionString: server.databaseUrl, max: 1 });

/** Which models are shown: what no attacker can know, but the worst one that there could be does. */
async function painters(key: string): Promise<readonly [string, string]> {
  const { rows } = await oracle.query<{ left: string; right: string }>(
    `SELECT l."modelId" AS left, r."modelId" AS right FROM "Matchup" m
     JOIN "Generation" l ON l.id = m."leftId" JOIN "Generation" r ON r.id = m."rightId"
     WHERE m.id = $1`,
    [key],
  );
  const { left, right } = at(rows, 0);
  return [left, right];
}

/** For the target where it is shown, and by the crowd's order elsewhere. */
function answer([left, right]: readonly [string, string]): string {
  if (left === TARGET) return 'LEFT';
  if (right === TARGET) return 'RIGHT';
  return left > right === Math.random() < 0.6 ? 'LEFT' : 'RIGHT';
}

let addresses = 0;

/** One identity's matchups: the keys of those that it was shown. */
async function identity({ each, skips }: (typeof CAST)[number]): Promise<string[]> {
  addresses += 1;
  const voter = new HttpVoter(addresses);
  const keys: string[] = [];
  let decided = 0;
  for (let turns = 0; decided < each && turns < 10 * each; turns += 1) {
    const key = await voter.draw(server.url);
    if (!key) break;
    keys.push(key);
    const shown = await painters(key);
    if (skips && !shown.includes(TARGET)) {
      await voter.skip(server.url, key);
      continue;
    }
    const outcome = answer(shown);
    for (const question of ['ALIGNMENT', 'OVERALL'] as const) {
      await voter.send(server.url, {
        matchup: key,
        question,
        outcome,
        idempotencyKey: randomUUID(),
      });
    }
    decided += 1;
  }
  return keys;
}

const opening = setInterval(() => void oracle.query('SELECT open_sets()'), 300);
const keysOf = new Map<string, string[][]>();
for (const strategy of CAST) {
  const begun = performance.now();
  const identities: string[][] = [];
  let left = strategy.identities;
  await Promise.all(
    Array.from({ length: AT_ONCE }, async () => {
      while (left > 0) {
        left -= 1;
        identities.push(await identity(strategy));
      }
    }),
  );
  keysOf.set(strategy.name, identities);
  const shown = identities.flat().length;
  console.error(
    `${strategy.name}: ${shown} shown, ${((performance.now() - begun) / 1000).toFixed(0)} s`,
  );
}
clearInterval(opening);
// What is in the arena still would be published within days.
await oracle.query(
  `UPDATE "Matchup" SET "publishedAt" = now() WHERE "publishedAt" IS NULL AND state <> 'OPEN'`,
);
const lines = async (name: string) => {
  const text = await (await fetch(`${server.url}/exports/${name}.jsonl`)).text();
  return text.trimEnd().split('\n');
};
const votes = (await lines('votes')).map((line, i) => parseVoteLine(line, i + 1));
const pair = z.object({
  id: z.string(),
  voter: z.string(),
  first: z.string(),
  second: z.string(),
  state: z.string(),
  kind: z.string(),
});
const matchups = new Map(
  (await lines('matchups')).map((line) => pair.parse(JSON.parse(line))).map((one) => [one.id, one]),
);
await oracle.end();
await server.kill();
await rm(folder, { recursive: true, force: true });

const forged = new Set([...keysOf.values()].flat(2));
const honest = votes.filter(({ matchup }) => !forged.has(matchup));
const byMatchup = new Map<string, ArenaVote[]>();
for (const vote of votes)
  byMatchup.set(vote.matchup, [...(byMatchup.get(vote.matchup) ?? []), vote]);

const drawn = (name: string): Identity[] =>
  (keysOf.get(name) ?? []).map((keys) => ({
    votes: keys.flatMap((key) => byMatchup.get(key) ?? []),
    shown: keys.flatMap((key) => {
      const one = matchups.get(key);
      return one?.kind === 'SAMPLED' ? [{ ...one, answered: one.state === 'DECIDED' }] : [];
    }),
  }));

/** A network lets 300 newcomers in an hour. */
const hurry = (identities: number) => identities / 300;
const fast = (identities: number) => identities / 3000;
const fortnight = () => 14 * 24;

const strategies: readonly Omit<Attack, 'target' | 'sight'>[] = [
  {
    name: 'a new cookie every 5, one network',
    drawn: drawn('5'),
    push: 1,
    networks: 'one',
    hours: hurry,
  },
  {
    name: 'a new cookie every 12, one network',
    drawn: drawn('12'),
    push: 1,
    networks: 'one',
    hours: hurry,
  },
  {
    name: 'a new cookie every 12, many networks',
    drawn: drawn('12'),
    push: 1,
    networks: 'many',
    hours: fast,
  },
  {
    name: 'every 12, only pairs with the target',
    drawn: drawn('12 skipping'),
    push: 1,
    networks: 'many',
    hours: fast,
  },
  {
    name: 'every 12, over two weeks',
    drawn: drawn('12'),
    push: 1,
    networks: 'many',
    hours: fortnight,
  },
  {
    name: 'every 12, pushing half of the time, over two weeks',
    drawn: drawn('12'),
    push: 0.5,
    networks: 'many',
    hours: fortnight,
  },
  {
    name: 'identities of 20, over two weeks',
    drawn: drawn('20'),
    push: 1,
    networks: 'many',
    hours: fortnight,
  },
  {
    name: 'identities of 20, pushing half of the time, over two weeks',
    drawn: drawn('20'),
    push: 0.5,
    networks: 'many',
    hours: fortnight,
  },
];
const attacks = strategies.map((strategy): Attack => ({ ...strategy, target: TARGET, sight: 1 }));

console.log(JSON.stringify(honestLosses(honest)));
const most = wholeNumber('most', values.most);
for (const rule of RULES) {
  for (const attack of attacks) {
    // Before, it made no difference how fast they came, nor from where.
    if (rule.name === 'before' && attack.networks === 'one') continue;
    console.log(JSON.stringify(priceOf(attack, honest, rule, most)));
    const blind = { ...attack, name: `${attack.name}, by a recogniser`, sight };
    if (rule.name === 'now' && attack.hours === fortnight)
      console.log(JSON.stringify(priceOf(blind, honest, rule, most)));
  }
}
process.exit(0);
