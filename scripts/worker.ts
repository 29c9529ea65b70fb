import pino from 'pino';
import { config, ConfigError } from '@/lib/config';
import { DeviceError, ModelFolderError } from '@/lib/onnx/errors';
import { work } from '@/lib/jobs/worker';
import { write } from '@/lib/jobs/writer';
import { BlobStorageError, checkBlobs } from '@/lib/store/blobs';
import { closeDatabase } from '@/lib/store/database';

const stop = new AbortController();
const end = () => stop.abort();
process.on('SIGTERM', end);
// Under the launcher Ctrl-C reaches every process at once; the launcher then says who stops when.
process.on('SIGINT', () => {
  if (!process.connected) end();
});
process.on('disconnect', end);

try {
  const settings = config();
  const onlyWrites = process.argv[2] === 'writer';
  const log = pino({ name: onlyWrites ? 'writer' : 'worker', level: settings.logLevel });
  if (!onlyWrites) await checkBlobs();
  const begin = onlyWrites ? write : work;
  await begin(settings, log, stop.signal, () => process.send?.('ready'));
  await closeDatabase();
  process.exit(0);
} catch (error) {
  const expected =
    error instanceof ConfigError ||
    error instanceof DeviceError ||
    error instanceof ModelFolderError;
  // A bucket that is away may come back, so the launcher goes on trying.
  const away = error instanceof BlobStorageError;
  console.error(expected || away ? error.message : error);
  // 78 is sysexits' EX_CONFIG: starting again would not help.
  process.exit(expected ? 78 : 1);
}
