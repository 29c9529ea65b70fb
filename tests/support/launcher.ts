import { execFileSync, spawn, type ChildProcess } from 'node:child_process';

/** Starts all of Sarovar through `npm start`'s launcher; resolves when it has said its address. */
export async function startSarovar(port: number, dataDir: string): Promise<ChildProcess> {
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

/** The process `root` and all that descend from it. */
export function family(root: number): number[] {
  const table = execFileSync('ps', ['-A', '-o', 'pid=,ppid='], { encoding: 'utf8' })
    .trim()
    .split('\n')
    .map((line) => line.trim().split(/\s+/).map(Number));
  const found = [root];
  // The list grows while it is walked: children of children are found, too.
  for (const parent of found) {
    for (const [pid, of] of table) if (of === parent && pid) found.push(pid);
  }
  return found;
}
