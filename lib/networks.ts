import { pool } from '@/lib/store/database';
import { destroySecrets, nameUnder } from '@/lib/store/secrets';

const OF_A_DAY = 'network-';
let today: string | undefined;

/** Forgets what was kept under the key of another day: it can tell nobody anything any more. */
async function beginDay(day: string): Promise<void> {
  await destroySecrets(OF_A_DAY, `${OF_A_DAY}${day}`);
  await pool().query('DELETE FROM "RateLimit" WHERE expire <= $1::bigint', [Date.now()]);
  await pool().query('DELETE FROM "BannedNetwork" WHERE NOT starts_with(name, $1)', [day]);
  await pool().query(
    'UPDATE "Voter" SET network = NULL WHERE network IS NOT NULL AND NOT starts_with(network, $1)',
    [day],
  );
  today = day;
}

/**
 * A network under the day's key, which is destroyed with the day (UTC): nobody learns later who came from where. It
 * begins with the day.
 */
export async function nameOfNetwork(network: string): Promise<string> {
  const day = new Date().toISOString().slice(0, 10);
  if (today !== day) await beginDay(day);
  return `${day} ${await nameUnder(`${OF_A_DAY}${day}`, network)}`;
}
