import { z } from 'zod';

/** The file does not hold a whole backup, or one that cannot be restored here; the message is one sentence. */
export class BackupError extends Error {
  override readonly name = 'BackupError';
}

/** The first file of a backup: which rows a table has depends on its migrations. */
export const HEAD_FILE = 'sarovar-backup.json';

export const headSchema = z.object({
  format: z.literal(1),
  madeAt: z.string(),
  migrations: z.array(z.object({ name: z.string(), checksum: z.string() })).min(1),
});

export type Head = z.infer<typeof headSchema>;

/** The last file of a backup: without it, and what it counts, the backup was cut. */
export const END_FILE = 'end.json';

export const endSchema = z.object({ rows: z.int(), pictures: z.int(), missing: z.int() });

/** How many rows, and files of pictures, a backup holds; and how many files rows name that were not there. */
export type Counts = z.infer<typeof endSchema>;

/** So many rows lie in one file, a line of JSON each. */
export const ROWS_PER_FILE = 1000;

export const rowsFile = (table: string, number: number) =>
  `database/${table}/${String(number).padStart(6, '0')}.jsonl`;

export const tableOf = (file: string) => /^database\/(\w+)\/\d+\.jsonl$/.exec(file)?.[1];

export const pictureFile = (sha256: string) => `pictures/${sha256}`;

export const pictureOf = (file: string) => /^pictures\/([0-9a-f]{64})$/.exec(file)?.[1];

/** A file of a backup. */
export interface BackupFile {
  readonly name: string;
  readonly bytes: Uint8Array;
}

/** How far it is; `of` is how many pictures there are, once that is known. */
export type BackupProgress = (at: {
  readonly rows: number;
  readonly pictures: number;
  readonly of: number | undefined;
}) => void;
