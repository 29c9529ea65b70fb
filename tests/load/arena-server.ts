import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { freePort } from '../support/port';
import { family } from '../support/family';

export const DATABASES = ['pglite', 'postgres'] as const;
export type DatabaseKind = (typeof DATABASES)[number];

/** A database and a web server, each in processes of its own. */
export interface ArenaServer {
  readonly url: string;
  readonly databaseUrl: string;
  /** Process ids of the launcher of the web server and of all that it has started. */
  webProcesses(): readonly number[];
  /** `kill -9` of all their processes at once. */
  kill(): Promise<void>;
}

async function said(child: ChildProcess, words: string): Promise<void> {
  let text = '';
  await new Promise<void>((resolve, reject) => {
    child.stdout?.on('data', (chunk: Buffer) => {
      text += chunk.toString();
      if (text.includes(words)) resolve();
    });
    child.once('exit', () => reject(new Error(text)));
  });
}

/**
 * Starts a database of that kind with its files in `folder`; `prepare` gets its address before the web
 * server starts on it, with `env` besides.
 */
export async function startArenaServer(
  kind: DatabaseKind,
  folder: string,
  prepare: (databaseUrl: string) => Promise<void>,
  env: Readonly<Record<string, string>> = {},
): Promise<ArenaServer> {
  const script = ['--import', 'tsx', 'tests/load/database-process.ts', kind, folder];
  const database = spawn(process.execPath, script, {
    stdio: ['ignore', 'ignore', 'inherit', 'ipc'],
  });
  const message: unknown[] = await Promise.race([
    once(database, 'message'),
    once(database, 'exit').then(([status]) => {
      throw new Error(`The database ended with ${String(status)}.`);
    }),
  ]);
  const databaseUrl = String(message[0]);
  await prepare(databaseUrl);
  const port = await freePort();
  const web = spawn(process.execPath, ['scripts/start.mjs', 'web', '--port', String(port)], {
    // Its voters come from many networks, as a proxy before it would say.
    env: { ...process.env, TRUST_PROXY: '1', ...env, DATABASE_URL: databaseUrl, DATA_DIR: folder },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  // Should this process fail in between, nothing is left behind.
  process.once('exit', () => web.kill('SIGTERM'));
  const url = `http://127.0.0.1:${port}`;
  await said(web, `Sarovar is at ${url}`);
  return {
    url,
    databaseUrl,
    webProcesses: () => family(web.pid ?? 0),
    async kill() {
      const gone = [once(web, 'exit'), once(database, 'exit')];
      for (const pid of [...family(web.pid ?? 0), ...family(database.pid ?? 0)]) {
        try {
          process.kill(pid, 'SIGKILL');
        } catch {
          // It has ended with its parent.
        }
      }
      await Promise.all(gone);
    },
  };
}
