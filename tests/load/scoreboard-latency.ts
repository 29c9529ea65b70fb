import { z } from 'zod';
import { closeVoters } from '@/lib/arena/voters';
import { closeDatabase } from '@/lib/store/database';
import { migrate } from '@/lib/store/migrate';
import { fillWithVotes } from '../support/arena';
import { startArenaServer, type DatabaseKind } from './arena-server';
import { quantile } from './paced-votes';

const QUERY = `{ scoreboard { votes voters undecided alike rows { model { name method } cells {
  category share low high decisive voters detected { value low high prompts } } } } }`;

const shape = z.object({
  data: z.object({ scoreboard: z.object({ votes: z.number().positive() }) }),
});

/** So many are not counted: the first ones compile. */
const WARM = 10;

async function fillRanked(databaseUrl: string, folder: string): Promise<void> {
  process.env['DATABASE_URL'] = databaseUrl;
  process.env['DATA_DIR'] = folder;
  await migrate(databaseUrl);
  await fillWithVotes();
  await closeDatabase();
  closeVoters();
}

/** Asks for the whole scoreboard over HTTP, one time after the other. Milliseconds from asking to the whole answer. */
export async function measureScoreboard(
  kind: DatabaseKind,
  folder: string,
  times: number,
): Promise<object> {
  const server = await startArenaServer(kind, folder, (url) => fillRanked(url, folder));
  const took: number[] = [];
  for (let turn = 0; turn < WARM + times; turn += 1) {
    const begun = performance.now();
    const response = await fetch(`${server.url}/api/graphql`, {
      method: 'POST',
      headers: { 'content-type': 'application/json' },
      body: JSON.stringify({ query: QUERY }),
    });
    shape.parse(await response.json());
    if (turn >= WARM) took.push(performance.now() - begun);
  }
  await server.kill();
  return { median: quantile(took, 0.5), p95: quantile(took, 0.95), most: quantile(took, 1) };
}
