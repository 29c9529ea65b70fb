import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';

/** Starts a worker process on the test's database; resolves when it takes tasks. */
export async function startWorker(env: Record<string, string> = {}): Promise<ChildProcess> {
  const child = spawn(process.execPath, ['--import', 'tsx', 'scripts/worker.ts'], {
    env: { ...process.env, LOG_LEVEL: 'error', THREADS: '1', DEVICE: 'cpu', ...env },
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  });
  await once(child, 'message');
  return child;
}

/** Ends a worker with `signal` and waits until it is gone. Returns its exit status. */
export async function endWorker(child: ChildProcess, signal: NodeJS.Signals): Promise<unknown> {
  const ended = new Promise((resolve) => child.once('exit', resolve));
  child.kill(signal);
  return ended;
}

/** Asks `done` again and again, every 50 ms, until it answers something. */
export async function until<T>(done: () => Promise<T | undefined>): Promise<T> {
  for (;;) {
    const answer = await done();
    if (answer !== undefined) return answer;
    await new Promise((resolve) => setTimeout(resolve, 50));
  }
}
