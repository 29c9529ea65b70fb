import { spawn, type ChildProcess } from 'node:child_process';

/** Starts all of Sarovar through the launcher of `npm start`, on the embedded database in `dataDir`;
 * resolves when it has said its address. Rejects with what it said when it ends instead. */
export async function launch(port: number, dataDir: string): Promise<ChildProcess> {
  const launcher = spawn(process.execPath, ['scripts/start.mjs', '--port', String(port)], {
    env: { ...process.env, DATA_DIR: dataDir, LOG_LEVEL: 'error', DATABASE_URL: '' },
    stdio: ['ignore', 'pipe', 'inherit'],
  });
  let said = '';
  await new Promise<void>((resolve, reject) => {
    launcher.stdout.on('data', (chunk: Buffer) => {
      said += chunk.toString();
      if (said.includes(`Sarovar is at http://127.0.0.1:${port}`)) resolve();
    });
    launcher.once('exit', () => reject(new Error(said)));
  });
  return launcher;
}
