import { config } from '@/lib/config';
import { checkBlobs } from '@/lib/store/blobs';
import { closeDatabase } from '@/lib/store/database';
import { migrate } from '@/lib/store/migrate';
import { seed } from '@/prisma/seed';

try {
  await checkBlobs();
  const applied = await migrate(config().databaseUrl);
  console.log(applied.length > 0 ? `applied ${applied.join(', ')}` : 'schema is up to date');
  // Which models there are to paint the seed with is for hosts with workers to say.
  if (process.argv[2] !== 'web') console.log(await seed(config().modelsDir));
  await closeDatabase();
  process.exit(0);
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  if (error instanceof Error && error.cause instanceof Error) console.error(error.cause.message);
  process.exit(1);
}
