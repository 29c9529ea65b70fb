import { closeVoters } from '@/lib/arena/voters';
import { closeDatabase } from '@/lib/store/database';
import { migrate } from '@/lib/store/migrate';
import { fillArena } from '../support/arena';
import { startArenaServer, type DatabaseKind } from './arena-server';

const PROMPTS = 40;

/** Fills an empty database with `prompts` of which all pictures are there; this process's own connections to it are closed again. */
export async function fill(databaseUrl: string, folder: string, prompts = PROMPTS): Promise<void> {
  process.env['DATABASE_URL'] = databaseUrl;
  process.env['DATA_DIR'] = folder;
  await migrate(databaseUrl);
  await fillArena(prompts);
  await closeDatabase();
  closeVoters();
}

/** Starts an arena server on a new database that is filled so. */
export const startFilled = (
  kind: DatabaseKind,
  folder: string,
  prompts?: number,
  env?: Readonly<Record<string, string>>,
) => startArenaServer(kind, folder, (url) => fill(url, folder, prompts), env);
