import { closeVoters } from '@/lib/arena/voters';
import { registerModels } from '@/lib/models/register';
import { startDatabase } from './database';
import { HttpClient } from './http';

const TOKEN = 'a token of the curators';

/** A database of its own with the embedded models, and a curator who asks with the shared token. */
export async function startCurated(): Promise<{
  readonly curator: HttpClient;
  readonly stop: () => Promise<void>;
}> {
  process.env['CURATOR_TOKEN'] = TOKEN;
  const stopDatabase = await startDatabase();
  await registerModels('models');
  return {
    curator: new HttpClient({ authorization: `Bearer ${TOKEN}` }),
    stop: async () => {
      closeVoters();
      await stopDatabase();
    },
  };
}
