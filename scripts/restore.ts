// `npm run restore`: makes a data folder, or fills an empty PostgreSQL, from what `npm run backup` has made.
import path from 'node:path';
import { config } from '@/lib/config';
import { readArchive } from '@/lib/store/backup/archive';
import type { BackupProgress, Counts } from '@/lib/store/backup/format';
import { restoreBackup } from '@/lib/store/backup/restore';
import { blobs, blobsIn, checkBlobs, type BlobStore } from '@/lib/store/blobs';
import { commandLine } from './command-line.mjs';
import { runCommand, sayOnOneLine, withDatabase } from './command';
import { restoreFolder } from './restore-folder.mjs';

const HELP = `npm run restore -- FILE                into DATA_DIR (data), where nothing may be yet
npm run restore -- FILE --to FOLDER    into a new folder; start it with DATA_DIR=FOLDER npm start

FILE is what npm run backup has made, of an embedded database or of a PostgreSQL. With DATABASE_URL it is restored into
that PostgreSQL, which must be empty, and its pictures into BLOBS or the folder. Nothing is written over; what is broken
off can be run again.`;

const onProgress: BackupProgress = ({ rows, pictures }) =>
  sayOnOneLine(`${rows} rows, ${pictures} pictures`);

const into = (databaseUrl: string, store: BlobStore, file: string): Promise<Counts> =>
  withDatabase(databaseUrl, (client) =>
    restoreBackup(readArchive(file), client, store, onProgress),
  );

async function restore(file: string, folder: string): Promise<Counts> {
  if (process.env['DATABASE_URL']) {
    process.env['DATA_DIR'] = folder;
    await checkBlobs();
    return into(config().databaseUrl, blobs(), file);
  }
  return restoreFolder(folder, (databaseUrl, pictures) =>
    into(databaseUrl, blobsIn(pictures), file),
  );
}

await runCommand(async () => {
  const { values, positionals } = commandLine(HELP, {
    allowPositionals: true,
    options: { to: { type: 'string' } },
  });
  const [file, ...more] = positionals;
  if (file === undefined) return HELP;
  if (more.length > 0) throw new Error(`restore takes one file.\n${HELP}`);
  const folder = path.resolve(values.to ?? (process.env['DATA_DIR'] || 'data'));
  const { rows, pictures, missing } = await restore(file, folder);
  const lost = missing > 0 ? ` Pictures that rows name, and that are not in it: ${missing}.` : '';
  return `Restored ${rows} rows and ${pictures} pictures.${lost} Start with DATA_DIR=${folder}.`;
});
