// `npm start` and `npm run dev`: the embedded database (unless DATABASE_URL names one), migrations, seeds, the web
// server and the worker, one line per step; then the address. Ctrl-C ends everything with 0.
import { spawn } from 'node:child_process';
import { mkdir, rm, statfs, writeFile } from 'node:fs/promises';
import path from 'node:path';
import { whyNot } from '../lib/file-errors.mjs';
import { buildWeb } from './build.mjs';
import { cudaEnvironment, nvidiaDriver, workerDevices } from './cuda-libraries.mjs';
import { embeddedDatabase } from './embedded-database.mjs';
import { checkPort, fail, launcherOptions } from './launcher-options.mjs';
import { lockFolder } from './lock.mjs';

const NEEDED_BYTES = 500 * 2 ** 20;

const { part, port, host, dataDir } = launcherOptions();
const isDev = part === 'dev';
const isWhole = part === 'all' || isDev;
/** What commands such as `npm run models` need to work on this Sarovar, while it runs. */
const runningFile = path.join(dataDir, 'running.json');

const children = new Map();
let database;
let letGo;
let ending = false;

/** Stops the children, then the database, then this process. */
async function end(status) {
  if (ending) return;
  ending = true;
  const exits = [...children.values()].map(
    (child) =>
      new Promise((resolve) => {
        child.once('exit', resolve);
        child.kill('SIGTERM');
        setTimeout(() => child.kill('SIGKILL'), 10_000).unref();
      }),
  );
  await Promise.all(exits);
  await database?.close();
  if (letGo) {
    await rm(runningFile, { force: true });
    await letGo();
  }
  process.exit(status);
}
process.on('SIGINT', () => void end(0));
process.on('SIGTERM', () => void end(0));

/** Two processes on one data folder would lose data silently, so only one may have the lock. */
async function lock() {
  await mkdir(dataDir, { recursive: true }).catch((error) =>
    fail(`The data folder ${dataDir} cannot be made: ${whyNot(error)}; set DATA_DIR to another.`),
  );
  const { bavail, bsize } = await statfs(dataDir);
  if (bavail * bsize < NEEDED_BYTES) {
    fail(`There is less than 500 MB of free space for ${dataDir}; free some or set DATA_DIR.`);
  }
  const { release, holder } = await lockFolder(dataDir).catch((error) =>
    fail(`The data folder ${dataDir} cannot be locked: ${whyNot(error)}; set DATA_DIR to another.`),
  );
  if (holder) {
    fail(`${dataDir} is in use by a running Sarovar (process ${holder}); stop that one first.`);
  }
  letGo = release;
  await rm(runningFile, { force: true }); // of a launcher that was killed
}

function start(name, command, args, env) {
  const stdio = ['ignore', 'inherit', 'inherit', 'ipc'];
  const child = spawn(command, args, { env: { ...process.env, ...env }, stdio, detached: true });
  children.set(name, child);
  return child;
}

/** Runs a script to its end; a failure ends everything. */
async function run(name, script, env) {
  const child = start(name, process.execPath, ['--import', 'tsx', ...script], env);
  const status = await new Promise((resolve) => child.once('exit', resolve));
  children.delete(name);
  if (status !== 0 && !ending) {
    console.error(`${name} failed.`);
    await end(1);
  }
}

/**
 * From 1 MiB on, glibc gives memory back as soon as it is freed. Left alone it raises that limit to 32 MiB after
 * the first large piece, and what a closed model took stays with the worker.
 */
const MEMORY_GOES_BACK = {
  MALLOC_MMAP_THRESHOLD_: process.env.MALLOC_MMAP_THRESHOLD_ ?? String(2 ** 20),
};

/** A worker that keeps crashing is started less and less often; in development somebody is mending it. */
const LONGEST_DELAY = isDev ? 2000 : 30_000;

/** Workers that shall end, and begin anew at once. */
const renewed = new Set();

const WRITER = 'writer of longer prompts';

const isWorker = (name) => name.startsWith('worker');

function hasWorkers() {
  return [...children.keys()].some(isWorker);
}

function renewWorkers() {
  for (const [name, child] of children) {
    if (!isWorker(name) && name !== WRITER) continue;
    renewed.add(child);
    child.kill('SIGTERM');
  }
}

/** Starts a worker, again and again when it crashes; resolves once one is ready. */
function keepWorker(name, env, delay = 500) {
  const begun = Date.now();
  const args = ['--import', 'tsx', 'scripts/worker.ts', ...(name === WRITER ? ['writer'] : [])];
  const child = start(name, process.execPath, args, { ...MEMORY_GOES_BACK, ...env });
  return new Promise((ready) => {
    child.once('message', ready);
    child.once('exit', (code, signal) => {
      const status = code ?? signal;
      children.delete(name);
      if (ending) return;
      if (renewed.delete(child)) return void keepWorker(name, env).then(ready);
      if (status === 78 && !isDev) {
        if (!hasWorkers()) return void end(1);
        console.error(`The ${name} cannot work, see above; the others go on without it.`);
        return void ready();
      }
      const next = Date.now() - begun > 60_000 ? 500 : Math.min(delay * 2, LONGEST_DELAY);
      console.error(`The ${name} ended (${status}); starting it again in ${delay / 1000} s.`);
      setTimeout(() => ending || void keepWorker(name, env, next).then(ready), delay);
    });
  });
}

/** Whether longer prompts wait for other servers; lib/config.ts says the same to the workers. */
const waitsForServers = () => Boolean(process.env.LLM_BASE_URL || process.env.MODERATION_URL);

/** One worker for each device: ONNX Runtime blocks its thread while it runs. Whoever waits for servers is one more. */
async function keepWorkers(env) {
  const libraries = cudaEnvironment();
  const gpus = 'LD_LIBRARY_PATH' in libraries ? (nvidiaDriver()?.gpus.length ?? 0) : 0;
  const devices = workerDevices(process.env.DEVICE, gpus);
  const workers = devices.map((device) =>
    keepWorker(`worker on ${device}`, { ...env, ...libraries, DEVICE: device }),
  );
  if (waitsForServers()) workers.push(keepWorker(WRITER, env));
  await Promise.all(workers);
}

/** Next.js's own server while sources change, else ours. */
function spawnWeb(env) {
  const next = path.join('node_modules', 'next', 'dist', 'bin', 'next');
  // Types register themselves on one builder, which must begin anew with them: so all of the server is loaded again.
  const args = isDev
    ? [next, 'dev', '--no-server-fast-refresh', '-p', String(port), '-H', host]
    : ['--import', 'tsx', 'scripts/web.ts'];
  return start('web', process.execPath, args, {
    NODE_ENV: isDev ? 'development' : 'production',
    NEXT_TELEMETRY_DISABLED: '1',
    ...env,
    PORT: String(port),
    HOST: host,
  });
}

/** Starts the web server, again and again when it crashes; one that never came up at all ends everything. */
function keepWeb(env, { delay = 500, wasUp = false } = {}) {
  const begun = Date.now();
  const child = spawnWeb(env);
  let isUp = wasUp;
  child.once('message', () => (isUp = true));
  child.once('exit', (code, signal) => {
    const status = code ?? signal;
    children.delete('web');
    if (ending) return;
    if (status === 78 || !(isUp || isDev)) {
      console.error(`The web server ended (${status}).`);
      return void end(1);
    }
    const next = Date.now() - begun > 60_000 ? 500 : Math.min(delay * 2, LONGEST_DELAY);
    console.error(`The web server ended (${status}); starting it again in ${delay / 1000} s.`);
    setTimeout(() => ending || keepWeb(env, { delay: next, wasUp: isUp }), delay);
  });
}

/** Resolves with the pages' address once they are there. */
async function startWeb(env) {
  keepWeb(env);
  // Where it listens to everybody, it is reached here by its own name.
  const url = `http://${['0.0.0.0', '::'].includes(host) ? 'localhost' : host}:${port}`;
  for (let tries = 0; tries < 300 && !ending; tries += 1) {
    const answer = await fetch(`${url}/icon.svg`).catch(() => undefined);
    if (answer?.ok) return url;
    await new Promise((resolve) => setTimeout(resolve, 100));
  }
  console.error('The pages do not answer yet; this machine is slow, or something is wrong.');
  return url;
}

if (!isWhole && !process.env.DATABASE_URL) {
  fail(`npm run ${part} needs DATABASE_URL, the database that web and workers share.`);
}
if (part !== 'worker') await checkPort(port, host);
if (isWhole) await lock();
if (part !== 'worker' && !isDev) buildWeb();
let url = process.env.DATABASE_URL;
if (!url) {
  database = await embeddedDatabase(dataDir).catch((error) => fail(error.message));
  url = database.url;
  console.log(`Database: embedded, in ${path.relative('.', dataDir) || '.'}`);
}
// A list of devices is this launcher's to read: every other process takes one.
const [DEVICE] = workerDevices(process.env.DEVICE, 0);
const env = { DATABASE_URL: url, DATA_DIR: dataDir, DEVICE };
if (isWhole) {
  const modelsDir = path.resolve(process.env.MODELS_DIR || 'models');
  const running = { pid: process.pid, databaseUrl: url, modelsDir, blobs: process.env.BLOBS };
  await writeFile(runningFile, JSON.stringify(running), { mode: 0o600 });
}
await run('prepare', ['scripts/prepare.ts', part], env);
if (isDev) (await import('./watch.mjs')).watchSources(renewWorkers);
if (part !== 'web') await keepWorkers(env);
if (part !== 'worker') console.log(`Sarovar is at ${await startWeb(env)}`);
