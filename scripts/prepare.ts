import { config } from '@/lib/config';
import { fileErrorCode } from '@/lib/file-errors.mjs';
import { checkBlobs } from '@/lib/store/blobs';
import { checkPictures } from '@/lib/store/check-pictures';
import { closeDatabase } from '@/lib/store/database';
import { migrate } from '@/lib/store/migrate';
import { seed } from '@/prisma/seed';

try {
  await checkBlobs();
  const applied = await migrate(config().databaseUrl);
  await checkPictures();
  console.log(applied.length > 0 ? `applied ${applied.join(', ')}` : 'schema is up to date');
  // Which models there are to paint the seed with is for hosts with workers to say.
  if (process.argv[2] !== 'web') console.log(await seed(config().modelsDir));
  await closeDatabase();
  process.exit(0);
} catch (error) {
  console.error(error instanceof Error ? error.message : error);
  if (error instanceof Error && error.cause instanceof Error && !fileErrorCode(error.cause))
    console.error(error.cause.message);
  process.exit(1);
}
