// `npm run backup`: a consistent copy of the database and the pictures of a Sarovar that runs.
import { config } from '@/lib/config';
import { fileFor, writeArchive } from '@/lib/store/backup/archive';
import type { BackupProgress } from '@/lib/store/backup/format';
import { makeBackup } from '@/lib/store/backup/make';
import { blobs, checkBlobs } from '@/lib/store/blobs';
import { commandLine } from './command-line.mjs';
import { runCommand, sayOnOneLine, withDatabase } from './command';
import { useRunningDatabase } from './running-database';

const HELP = `npm run backup -- FILE      into a new file, such as sarovar.tar
npm run backup -- FOLDER    into a new file in that folder, with the time in its name

Copies the database and the pictures of the Sarovar that runs on DATA_DIR, or of DATABASE_URL, as they are at one
moment; others go on voting and painting (an embedded database keeps them waiting for a second per 100,000 rows). Models
are not copied: they stay where they are. The file is whole or not there; one that is there already is not written over.
npm run restore makes a data folder, or a PostgreSQL, of it.

Keep it as safe as the database: it holds what visitors wrote and the keys of their cookies. Who is forgotten later is
still in it.`;

const onProgress: BackupProgress = ({ rows, pictures, of }) =>
  sayOnOneLine(of === undefined ? `${rows} rows` : `${rows} rows, ${pictures} of ${of} pictures`);

await runCommand(async () => {
  const { positionals } = commandLine(HELP, { allowPositionals: true });
  const [target, ...more] = positionals;
  if (target === undefined) return HELP;
  if (more.length > 0) throw new Error(`backup takes one file or folder.\n${HELP}`);
  await useRunningDatabase();
  const file = await fileFor(target);
  await checkBlobs();
  const { rows, pictures, missing } = await withDatabase(config().databaseUrl, (client) =>
    writeArchive(file, makeBackup(client, blobs(), onProgress)),
  );
  const lost = missing > 0 ? ` Pictures that rows name, and that were not there: ${missing}.` : '';
  return `${file} holds ${rows} rows and ${pictures} pictures.${lost}`;
});
