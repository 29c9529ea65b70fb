import { readFile } from 'node:fs/promises';
import path from 'node:path';
import { z } from 'zod';
import { isAlive } from '@/lib/is-alive.mjs';

const runningSchema = z.object({
  pid: z.int(),
  databaseUrl: z.string(),
  modelsDir: z.string(),
  blobs: z.string().optional(),
});

/**
 * Makes DATABASE_URL, MODELS_DIR and BLOBS those of the Sarovar that runs on DATA_DIR, unless DATABASE_URL says
 * which one is meant. Call it before anything reads the configuration. Throws Error that says what to do
 * when none runs.
 */
export async function useRunningDatabase(): Promise<void> {
  if (process.env['DATABASE_URL']) return;
  const folder = path.resolve(process.env['DATA_DIR'] || 'data');
  const text = await readFile(path.join(folder, 'running.json'), 'utf8').catch(() => 'null');
  const running = runningSchema.nullable().parse(JSON.parse(text));
  if (!running || !isAlive(running.pid)) {
    throw new Error(
      `No Sarovar runs on ${folder}: start it first (npm start), or set DATABASE_URL or DATA_DIR.`,
    );
  }
  process.env['DATABASE_URL'] = running.databaseUrl;
  // What is added shall be there for the running one's workers.
  process.env['MODELS_DIR'] = running.modelsDir;
  process.env['BLOBS'] = running.blobs ?? '';
}
