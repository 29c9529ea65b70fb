import { createHmac } from 'node:crypto';
import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';
import { TooFast } from '@/lib/problems';
import { pool } from '@/lib/store/database';
import { destroySecrets, secret } from '@/lib/store/secrets';

interface Limit {
  readonly points: number;
  readonly seconds: number;
}

/** Far above what a person does, and a network may be a school: they keep off scripts and no voter. */
const LIMITS = {
  vote: { voter: { points: 240, seconds: 60 }, network: { points: 6000, seconds: 60 } },
  paint: { voter: { points: 200, seconds: 120 }, network: { points: 1200, seconds: 120 } },
  text: { voter: { points: 30, seconds: 120 }, network: { points: 180, seconds: 120 } },
  picture: { network: { points: 60, seconds: 60 } },
  newVoter: { network: { points: 300, seconds: 3600 } },
} satisfies Record<string, Partial<Record<'voter' | 'network', Limit>>>;

type Action = keyof typeof LIMITS;

const WHY: Readonly<Record<Action, string>> = {
  vote: 'That is faster than anybody looks',
  paint: 'You have asked for as many pictures as one may in two minutes',
  text: 'You have asked for as many texts as one may in two minutes',
  picture: 'You have brought as many pictures as one may in a minute',
  newVoter: 'So many new voters come from your network that this may be a script',
};

/** What is counted, under the name of who does it. */
interface Counted extends Limit {
  readonly key: string;
}

/**
 * Counts for all web processes together, in one statement: rate-limiter-flexible would take one for each key, and
 * names them, of which the embedded database's one session has each only once.
 */
const COUNT = `
  INSERT INTO "RateLimit" (key, points, expire)
  SELECT key, $4::int, expire FROM unnest($1::text[], $2::bigint[]) AS asked(key, expire) ORDER BY key
  ON CONFLICT (key) DO UPDATE SET
    points = CASE WHEN "RateLimit".expire <= $3::bigint THEN $4::int ELSE "RateLimit".points + $4::int END,
    expire = CASE WHEN "RateLimit".expire <= $3::bigint THEN EXCLUDED.expire ELSE "RateLimit".expire END
  RETURNING key, points, expire`;

/** How long each that is over its limit must wait, in milliseconds. */
async function countTogether(counted: readonly Counted[], weight: number): Promise<number[]> {
  const now = Date.now();
  const ends = counted.map(({ seconds }) => now + seconds * 1000);
  const keys = counted.map(({ key }) => key);
  const { rows } = await pool().query<{ key: string; points: number; expire: string }>(COUNT, [
    keys,
    ends,
    now,
    weight,
  ]);
  const found = new Map(rows.map((row) => [row.key, row]));
  return counted.flatMap(({ key, points }) => {
    const row = found.get(key);
    // What is too much by itself is not more than somebody may, only all at once.
    return row && row.points > Math.max(points, weight) ? [Number(row.expire) - now] : [];
  });
}

const memories = new Map<string, RateLimiterMemory>();

/** The same while the database is away, for this process alone: honest people go on. */
async function countHere(counted: readonly Counted[], weight: number): Promise<number[]> {
  const waits: number[] = [];
  for (const { key, points, seconds } of counted) {
    const name = `${points} ${seconds}`;
    const memory = memories.get(name) ?? new RateLimiterMemory({ points, duration: seconds });
    memories.set(name, memory);
    const { msBeforeNext, consumedPoints } = await memory
      .consume(key, weight)
      .catch((refusal: unknown) => {
        if (refusal instanceof RateLimiterRes) return refusal;
        throw refusal;
      });
    if (consumedPoints > Math.max(points, weight)) waits.push(msBeforeNext);
  }
  return waits;
}

const OF_A_DAY = 'network-';
let today: string | undefined;

/** A network under the day's key, which is destroyed with the day: nobody learns later who came from where. */
async function nameOfNetwork(network: string): Promise<string> {
  const day = `${OF_A_DAY}${new Date().toISOString().slice(0, 10)}`;
  if (today !== day) {
    await destroySecrets(OF_A_DAY, day);
    await pool().query('DELETE FROM "RateLimit" WHERE expire <= $1::bigint', [Date.now()]);
    today = day;
  }
  return createHmac('sha256', await secret(day))
    .update(network)
    .digest('base64url')
    .slice(0, 22);
}

/** Counts an `action` of this voter and network, `weight` times. Throws TooFast beyond the limits. */
export async function limit(
  action: Action,
  who: { readonly voter?: string | undefined; readonly network: string },
  weight = 1,
): Promise<void> {
  const limits: Partial<Record<'voter' | 'network', Limit>> = LIMITS[action];
  const named = (network: string): Counted[] => [
    ...(limits.voter && who.voter
      ? [{ ...limits.voter, key: `${action} voter ${who.voter}` }]
      : []),
    ...(limits.network ? [{ ...limits.network, key: `${action} network ${network}` }] : []),
  ];
  const waits = await nameOfNetwork(who.network)
    .then((network) => countTogether(named(network), weight))
    .catch(() => countHere(named(who.network), weight));
  if (waits.length === 0) return;
  const seconds = Math.ceil(Math.max(...waits) / 1000);
  throw new TooFast(`${WHY[action]}; go on in ${seconds} seconds.`, seconds);
}
