import pg from 'pg';
import { config } from '@/lib/config';
import { pool } from '@/lib/store/database';

const CHANNEL = 'sarovar_work';

/** Tells every worker, on whatever host, that there is work; without it they find it half a second later. */
export async function wakeWorkers(): Promise<void> {
  await pool().query('SELECT pg_notify($1, $2)', [CHANNEL, '']);
}

/** A worker's ear. */
export interface Ear {
  /** Resolves at the first call since the last wait, or after `ms`. */
  readonly wait: (ms: number) => Promise<void>;
  /** As if somebody had called. */
  readonly wake: () => void;
  readonly close: () => Promise<void>;
}

/**
 * Listens for `wakeWorkers` on a connection of its own (PostgreSQL's LISTEN). One that breaks is made anew; where none
 * delivers, as behind some poolers, waiting just lasts its whole time.
 */
export function listenForWork(): Ear {
  let client: pg.Client | undefined;
  let called = false;
  let resolveWait: (() => void) | undefined;
  const wake = () => {
    called = true;
    resolveWait?.();
  };

  async function listen(): Promise<void> {
    if (client) return;
    const fresh = new pg.Client({
      connectionString: config().databaseUrl,
      keepAlive: true,
      connectionTimeoutMillis: 5000,
    });
    const forget = () => {
      if (client === fresh) client = undefined;
    };
    fresh.on('notification', wake).on('error', forget).on('end', forget);
    client = fresh;
    try {
      await fresh.connect();
      await fresh.query(`LISTEN ${CHANNEL}`);
    } catch {
      forget();
      await fresh.end().catch(() => undefined);
    }
  }

  return {
    async wait(ms) {
      await listen();
      if (!called) {
        await new Promise<void>((resolve) => {
          const timer = setTimeout(resolve, ms);
          resolveWait = () => {
            clearTimeout(timer);
            resolve();
          };
        });
        resolveWait = undefined;
      }
      called = false;
    },
    wake,
    close: async () => {
      const last = client;
      client = undefined;
      await last?.end().catch(() => undefined);
    },
  };
}
