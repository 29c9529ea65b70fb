import type { Origins } from '@/lib/evaluation/gatherings';
import { pool } from '@/lib/store/database';
import { destroySecrets, nameUnder } from '@/lib/store/secrets';
import { publicVoter } from './names';

/** Newcomers of so many days are told apart by where they came from; then the key is destroyed, and with it what it made. */
const DAYS = 7;
const PERIOD_MS = DAYS * 86_400_000;
const KEY = 'origins-';

const periodOf = (time: number) => Math.floor(time / PERIOD_MS);

/** Where somebody comes from: a network, and what their browser calls itself and its languages. */
export interface Origin {
  readonly network: string;
  readonly client: string;
}

/** Names of an origin that say nothing, and which nobody can make again once their days are over. */
export async function originsOf({ network, client }: Origin): Promise<string[]> {
  const key = `${KEY}${periodOf(Date.now())}`;
  return Promise.all([nameUnder(key, `network ${network}`), nameUnder(key, `client ${client}`)]);
}

/** Forgets where voters came from whose days are over. */
export async function forgetOrigins(): Promise<void> {
  const period = periodOf(Date.now());
  await destroySecrets(KEY, `${KEY}${period}`);
  await pool().query(
    `UPDATE "Voter" SET origins = '{}' WHERE origins <> '{}' AND "createdAt" < $1`,
    [new Date(period * PERIOD_MS)],
  );
}

/** Where voters came from as far as it is known, by their public names. */
export async function knownOrigins(): Promise<Origins> {
  const { rows } = await pool().query<{ id: string; origins: string[] }>(
    `SELECT id, origins FROM "Voter" WHERE origins <> '{}'`,
  );
  return new Map(rows.map(({ id, origins }) => [publicVoter(id), origins]));
}
