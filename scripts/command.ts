import pg from 'pg';
import { ConfigError } from '@/lib/config';
import { BackupError } from '@/lib/store/backup/format';
import { BlobStorageError } from '@/lib/store/blobs';

/** Says how far something is, on one line that is written over, and only to people. */
export function sayOnOneLine(text: string): void {
  if (process.stderr.isTTY) process.stderr.write(`\r\x1b[K${text}`);
}

/** Errors that say all there is to say; others come with their stack. */
function sentence(error: unknown): unknown {
  const plain =
    error instanceof ConfigError ||
    error instanceof BackupError ||
    error instanceof BlobStorageError ||
    (error instanceof Error && (error.constructor === Error || 'syscall' in error));
  if (!plain) return error;
  const cause = error.cause instanceof Error ? error.cause.message : '';
  return error.message.includes(cause) ? error.message : `${error.message}\n${cause}`;
}

/** Does `work` with a connection to a database, which it ends. Throws BackupError when nobody answers. */
export async function withDatabase<T>(
  databaseUrl: string,
  work: (client: pg.Client) => Promise<T>,
): Promise<T> {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect().catch((cause: unknown) => {
    const { hostname, port } = new URL(databaseUrl);
    const why = cause instanceof Error && cause.message ? `: ${cause.message}` : '';
    const sentence = `The database at ${hostname}:${port || 5432} cannot be reached${why}.`;
    throw new BackupError(sentence);
  });
  try {
    return await work(client);
  } finally {
    // Ends a transaction, too, where it was not finished.
    await client.end();
  }
}

/** Runs a command of the terminal, and prints what it answers, or the sentence with which it fails. */
export async function runCommand(main: () => Promise<string>): Promise<void> {
  try {
    const said = await main();
    sayOnOneLine('');
    console.log(said);
  } catch (error) {
    sayOnOneLine('');
    console.error(sentence(error));
    process.exitCode = 1;
  }
}
