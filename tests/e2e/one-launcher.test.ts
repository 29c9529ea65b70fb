import { spawn, spawnSync, type ChildProcess } from 'node:child_process';
import { once } from 'node:events';
import { mkdir, mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import path from 'node:path';
import { createInterface } from 'node:readline';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { freePort } from '../support/port';

const LAUNCHERS = 8;

interface Launcher {
  readonly url: string;
  readonly process: ChildProcess;
  /** What it wrote, so far. */
  said: string;
  readonly ended: Promise<number>;
}

let data: string;
let launchers: Launcher[] = [];
beforeAll(async () => {
  data = await mkdtemp(path.join(tmpdir(), 'sarovar-e2e-'));
});
afterAll(async () => {
  for (const { process } of launchers) process.kill('SIGINT');
  await Promise.all(launchers.map(({ ended }) => ended));
  await rm(data, { recursive: true, force: true });
});

async function launch(): Promise<Launcher> {
  const port = await freePort();
  const process_ = spawn(process.execPath, ['scripts/start.mjs', '--port', String(port)], {
    env: {
      ...process.env,
      DATA_DIR: data,
      LOG_LEVEL: 'error',
      DATABASE_URL: '',
      DEVICE: 'cpu,cuda:9',
    },
    stdio: ['ignore', 'pipe', 'pipe'],
  });
  const ended = once(process_, 'close').then(([status]: number[]) => status ?? -1);
  const launcher = { url: `http://127.0.0.1:${port}`, process: process_, said: '', ended };
  const note = (chunk: Buffer) => (launcher.said += chunk.toString());
  process_.stdout.on('data', note);
  process_.stderr.on('data', note);
  return launcher;
}

async function serves({ url, said }: Launcher): Promise<boolean> {
  if (!said.includes(`Sarovar is at ${url}`)) return false;
  return (await fetch(`${url}/icon.svg`)).ok;
}

test('of launchers that start at once on what a killed one left, one serves; the others say which', async () => {
  const killed = spawnSync(process.execPath, ['-e', '']);
  await writeFile(path.join(data, 'launcher.lock'), String(killed.pid));
  launchers = await Promise.all(Array.from({ length: LAUNCHERS }, launch));
  const losers = await Promise.all(
    launchers.map(async (launcher) => {
      const status = await Promise.race([launcher.ended, until(() => serves(launcher))]);
      return { ...launcher, status };
    }),
  );
  const [winner, ...more] = losers.filter(({ status }) => status === 'serves');
  expect(more).toEqual([]);
  expect(winner).toBeDefined();
  // A GPU that cannot be had costs its own worker only.
  expect(winner?.said).toMatch(/DEVICE asks for cuda:9.*\n.*worker on cuda:9 cannot work/);
  const sentence = `${data} is in use by a running Sarovar (process ${winner?.process.pid}); stop that one first.\n`;
  for (const { status, said } of losers.filter((one) => one !== winner)) {
    expect(said).toBe(sentence);
    expect(status).toBe(1);
  }
}, 300_000);

async function until(done: () => Promise<boolean>): Promise<'serves'> {
  while (!(await done())) await new Promise((resolve) => setTimeout(resolve, 200));
  return 'serves';
}

/** Starts so many processes with this program, which print lines and end when their input does. */
function contenders(program: string, args: readonly string[]) {
  return Array.from({ length: LAUNCHERS }, () => {
    const command = ['--input-type=module', '-e', program, ...args];
    return spawn(process.execPath, command, { stdio: ['pipe', 'pipe', 'inherit'] });
  });
}

/** The lines that each says before it says that it is done; then all may end. */
async function sayings(children: ReturnType<typeof contenders>): Promise<string[][]> {
  const said = await Promise.all(
    children.map(async ({ stdout }) => {
      const lines: string[] = [];
      for await (const line of createInterface(stdout)) {
        if (line === 'done') break;
        lines.push(line);
      }
      return lines;
    }),
  );
  for (const { stdin } of children) stdin.end();
  return said;
}

const ROUNDS = 40;

/** Locks a folder in each round, at the same moment as the others do, and keeps what it has; prints who has it. */
const TAKE = `
  import { lockFolder } from './scripts/lock.mjs';
  const [begin, ...folders] = process.argv.slice(1);
  for (const [round, folder] of folders.entries()) {
    const due = Number(begin) + round * 25;
    while (Date.now() < due);
    const { holder = process.pid } = await lockFolder(folder);
    console.log(holder);
  }
  console.log('done');
  process.stdin.resume();
`;

test('a folder has one holder, however many want it at the same moment', async () => {
  const { pid: killed } = spawnSync(process.execPath, ['-e', '']);
  const folders = Array.from({ length: ROUNDS }, (_, round) => path.join(data, `round-${round}`));
  for (const folder of folders) {
    await mkdir(folder);
    await writeFile(path.join(folder, 'launcher.lock'), String(killed));
  }
  const children = contenders(TAKE, [String(Date.now() + 2000), ...folders]);
  const said = await sayings(children);
  const holders = folders.map((_, round) => [...new Set(said.map((lines) => lines[round]))]);
  expect(holders.filter((pids) => pids.length !== 1)).toEqual([]);
  const pids = children.map(({ pid }) => String(pid));
  expect(holders.flat().every((pid) => pid && pids.includes(pid))).toBe(true);
});

/** Takes a folder and lets it go for two seconds; prints each time, and when somebody else is in it. */
const TAKE_AND_LEAVE = `
  import { open, rm } from 'node:fs/promises';
  import { lockFolder } from './scripts/lock.mjs';
  const [begin, folder] = process.argv.slice(1);
  while (Date.now() < Number(begin));
  while (Date.now() < Number(begin) + 2000) {
    const { release } = await lockFolder(folder);
    if (!release) continue;
    const inside = await open(folder + '/inside', 'wx').catch(() => undefined);
    console.log(inside ? 'alone' : 'not alone');
    await inside?.close();
    await rm(folder + '/inside', { force: true });
    await release();
  }
  console.log('done');
  process.stdin.resume();
`;

test('a folder that is let go has its next holder, and never two', async () => {
  const folder = path.join(data, 'taken-and-left');
  await mkdir(folder);
  const said = (
    await sayings(contenders(TAKE_AND_LEAVE, [String(Date.now() + 2000), folder]))
  ).flat();
  expect(said.length).toBeGreaterThan(LAUNCHERS);
  expect(said.filter((line) => line !== 'alone')).toEqual([]);
  const left = (await readdir(folder)).filter((name) => name.startsWith('launcher.lock'));
  expect(left.length).toBeLessThan(LAUNCHERS);
});

test('a process of another user is alive, one that has ended is not', async () => {
  const { pid: ended } = spawnSync(process.execPath, ['-e', '']);
  const source = await readFile('lib/is-alive.mjs', 'utf8');
  const program = `${source}\nconsole.log(isAlive(1), isAlive(${ended}));`;
  // Whoever may signal everybody becomes somebody who may not.
  const uid = process.getuid?.() === 0 ? { uid: 65534 } : {};
  const asked = spawnSync(process.execPath, ['--input-type=module', '-e', program], {
    ...uid,
    cwd: '/',
    encoding: 'utf8',
  });
  expect(asked.stdout).toBe('true false\n');
});
