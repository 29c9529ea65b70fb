// Runs a command where NVIDIA's libraries are found: `node scripts/with-cuda.mjs COMMAND [ARGUMENT ...]`.
// The loader reads its path when a process starts, so the process itself cannot set it.
import { spawn } from 'node:child_process';
import { cudaEnvironment } from './cuda-libraries.mjs';

const [command = '', ...args] = process.argv.slice(2);
const child = spawn(command, args, {
  env: { ...process.env, ...cudaEnvironment() },
  stdio: 'inherit',
});
for (const signal of ['SIGINT', 'SIGTERM']) process.on(signal, () => child.kill(signal));
child.on('exit', (status, signal) => process.exit(signal ? 1 : (status ?? 1)));
