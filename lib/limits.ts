import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';
import { at } from '@/lib/at';
import { nameOfNetwork } from '@/lib/networks';
import { TooFast, type Quota } from '@/lib/problems';
import { pool, prisma } from '@/lib/store/database';

interface Limit {
  readonly points: number;
  readonly seconds: number;
}

/** Far above what a person does, and a network may be a school: they keep off scripts and no voter. */
const LIMITS = {
  vote: { voter: { points: 240, seconds: 60 }, network: { points: 6000, seconds: 60 } },
  paint: { voter: { points: 200, seconds: 120 }, network: { points: 1200, seconds: 120 } },
  text: { voter: { points: 30, seconds: 120 }, network: { points: 180, seconds: 120 } },
  report: { voter: { points: 30, seconds: 3600 }, network: { points: 200, seconds: 3600 } },
  propose: { voter: { points: 20, seconds: 3600 }, network: { points: 120, seconds: 3600 } },
  study: { voter: { points: 800, seconds: 86_400 }, network: { points: 4000, seconds: 86_400 } },
  import: { voter: { points: 400, seconds: 3600 }, network: { points: 2000, seconds: 3600 } },
  picture: { network: { points: 60, seconds: 60 } },
  signIn: { network: { points: 120, seconds: 600 } },
  download: { voter: { points: 10, seconds: 60 }, network: { points: 120, seconds: 60 } },
  taste: { voter: { points: 30, seconds: 60 }, network: { points: 240, seconds: 60 } },
  newVoter: { network: { points: 300, seconds: 3600 } },
} satisfies Record<string, Partial<Record<'voter' | 'network', Limit>>>;

type Action = keyof typeof LIMITS;

const WHY: Readonly<Record<Action, string>> = {
  vote: 'That is faster than anybody looks',
  paint: 'You have asked for as many pictures as one may in two minutes',
  text: 'You have asked for as many texts as one may in two minutes',
  report: 'You have reported as much as one may in an hour',
  propose: 'You have proposed as many prompts as one may in an hour',
  study: 'You have studied as many pictures as one may in a day',
  import: 'You have brought as many prompts as one may in an hour',
  picture: 'You have brought as many pictures as one may in a minute',
  signIn: 'So many sign in from your network that this may be a script',
  download: 'You have downloaded what is yours as often as one may in a minute',
  taste: 'You have asked for the picture of your votes as often as one may in a minute',
  newVoter: 'So many new voters come from your network that this may be a script',
};

/** What is counted, under the name of who does it. */
interface Counted extends Limit {
  readonly key: string;
  /** What clients know it by. */
  readonly policy: string;
}

/** What counting came to: how much was done, and in how many milliseconds it begins anew. */
interface Count {
  readonly consumed: number;
  readonly ms: number;
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

async function countTogether(counted: readonly Counted[], weight: number): Promise<Count[]> {
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
  return counted.map(({ key }) => {
    const row = found.get(key);
    return { consumed: row?.points ?? weight, ms: Number(row?.expire ?? now) - now };
  });
}

const memories = new Map<string, RateLimiterMemory>();

/** The same while the database is away, for this process alone: honest people go on. */
async function countHere(counted: readonly Counted[], weight: number): Promise<Count[]> {
  const counts: Count[] = [];
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
    counts.push({ consumed: consumedPoints, ms: msBeforeNext });
  }
  return counts;
}

let isAway = false;

/** Says once that the database is away, and once that it is back, however many requests notice. */
function note(error: unknown): void {
  if (isAway === (error !== undefined)) return;
  isAway = !isAway;
  const reason = error instanceof Error ? error.message : String(error);
  console.error(
    isAway
      ? `Limits are counted by this process alone while the database does not answer: ${JSON.stringify(reason)}`
      : 'Limits are counted in the database again.',
  );
}

/**
 * Counts an `action` of this voter and network, `weight` times. Returns what they still may do. Throws TooFast beyond
 * the limits.
 */
export async function limit(
  action: Action,
  who: { readonly voter?: string | undefined; readonly network: string },
  weight = 1,
): Promise<Quota[]> {
  const limits: Partial<Record<'voter' | 'network', Limit>> = LIMITS[action];
  const named = (network: string): Counted[] => [
    ...(limits.voter && who.voter
      ? [{ ...limits.voter, key: `${action} voter ${who.voter}`, policy: `${action}-voter` }]
      : []),
    ...(limits.network
      ? [{ ...limits.network, key: `${action} network ${network}`, policy: `${action}-network` }]
      : []),
  ];
  const counted = named(who.network);
  const counts = await nameOfNetwork(who.network)
    .then(async (network) => {
      const found = await countTogether(named(network), weight);
      note(undefined);
      return found;
    })
    .catch((error: unknown) => {
      note(error);
      return countHere(counted, weight);
    });
  const quotas = counted.map(({ policy, points, seconds }, index): Quota => {
    const { consumed, ms } = at(counts, index);
    const remaining = Math.max(0, points - consumed);
    return { policy, points, seconds, remaining, resetSeconds: Math.max(1, Math.ceil(ms / 1000)) };
  });
  // What is too much by itself is not more than somebody may, only all at once.
  const beyond = quotas.filter(
    ({ points }, index) => at(counts, index).consumed > Math.max(points, weight),
  );
  if (beyond.length === 0) return quotas;
  const seconds = Math.max(...beyond.map(({ resetSeconds }) => resetSeconds));
  throw new TooFast(
    `${WHY[action]}; go on in ${seconds} second${seconds === 1 ? '' : 's'}.`,
    seconds,
    quotas,
  );
}

/** How many new voters came within the hour, from any one network and in all. */
export interface NewVoters {
  readonly ofNetwork: number;
  readonly ofAll: number;
}

/** Counts one more new voter in all; `limit` has counted it for its network. While the database is away nobody is many. */
export async function countNewVoters(network: string): Promise<NewVoters> {
  const { seconds } = LIMITS.newVoter.network;
  const all = 'newVoter all';
  const now = Date.now();
  try {
    const own = `newVoter network ${await nameOfNetwork(network)}`;
    await pool().query(COUNT, [[all], [now + seconds * 1000], now, 1]);
    const rows = await prisma().rateLimit.findMany({ where: { key: { in: [all, own] } } });
    const points = (name: string) => rows.find(({ key }) => key === name)?.points ?? 1;
    return { ofNetwork: points(own), ofAll: points(all) };
  } catch (error) {
    note(error);
    return { ofNetwork: 1, ofAll: 1 };
  }
}
