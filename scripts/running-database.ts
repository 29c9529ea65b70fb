import { readFile } from 'node:fs/promises';
import path from 'node:path';

/**
 * Makes DATABASE_URL that of the Sarovar that runs on DATA_DIR, where it is not set. Call it before
 * anything reads the configuration. Throws Error that says what to do when none runs.
 */
export async function useRunningDatabase(): Promise<void> {
  if (process.env['DATABASE_URL']) return;
  const folder = path.resolve(process.env['DATA_DIR'] || 'data');
  const url = await readFile(path.join(folder, 'database-url'), 'utf8').catch(() => undefined);
  if (!url) {
    throw new Error(
      `No Sarovar runs on ${folder}: start it first (npm start), or set DATABASE_URL or DATA_DIR.`,
    );
  }
  process.env['DATABASE_URL'] = url;
}
