import { PrismaPg } from '@prisma/adapter-pg';
import pg from 'pg';
import { config } from '@/lib/config';
import { PrismaClient } from './generated/client';

interface Database {
  readonly pool: pg.Pool;
  readonly prisma: PrismaClient;
}

/**
 * Prisma's own are 2 and 5 s: too short for an embedded database of one session that is busy, where reads of several
 * statements wait like everybody else.
 */
const PATIENCE = { maxWait: 20_000, timeout: 20_000 };

let opened: Database | undefined;

/**
 * The process's connections, opened on first use: Prisma and the job queue share one pool.
 * Statements stay unnamed and sessions without settings, since the embedded database has one
 * session for everybody.
 */
function database(): Database {
  if (!opened) {
    const pool = new pg.Pool({ connectionString: config().databaseUrl, max: 5 });
    // An idle connection that breaks is replaced; without a listener it would end the process.
    pool.on('error', () => undefined);
    opened = {
      pool,
      prisma: new PrismaClient({ adapter: new PrismaPg(pool), transactionOptions: PATIENCE }),
    };
  }
  return opened;
}

/** The Prisma client. */
export function prisma(): PrismaClient {
  return database().prisma;
}

/** The pool beneath it, for SQL that Prisma has no word for. */
export function pool(): pg.Pool {
  return database().pool;
}

/** Closes the connections, so that the process can end. */
export async function closeDatabase(): Promise<void> {
  const closing = opened;
  opened = undefined;
  await closing?.prisma.$disconnect();
  await closing?.pool.end();
}
