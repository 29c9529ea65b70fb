import { spawn, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';

/** Starts a worker process on the test's database, on this host or `within` another; resolves when it takes tasks. */
export async function startWorker(
  env: Record<string, string> = {},
  within: readonly string[] = [],
  part: readonly string[] = [],
): Promise<ChildProcess> {
  const command = [...within, process.execPath, '--import', 'tsx', 'scripts/worker.ts', ...part];
  // `env` only so that a command has a beginning: it becomes what it is told to run.
  const child = spawn('env', command, {
    env: { ...process.env, LOG_LEVEL: 'error', THREADS: '1', DEVICE: 'cpu', ...env },
    stdio: ['ignore', 'inherit', 'inherit', 'ipc'],
  });
  await once(child, 'message');
  return child;
}

/** Starts the process that writes longer prompts where other servers are waited for. */
export const startWriter = (env: Record<string, string>) => startWorker(env, [], ['writer']);

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
