// `npm test`: sets up all that the tests need, runs every stage, and ends with one line of counts.
import { spawn, spawnSync } from 'node:child_process';
import { once } from 'node:events';
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { cpus } from 'node:os';
import { relative } from 'node:path';
import { text } from 'node:stream/consumers';
import { commandLine } from './command-line.mjs';
import { findPython, trainingPython } from './python.mjs';
import { setup } from './setup.mjs';

const RESULTS = 'test-results';
const SMOKE_MODELS = `${RESULTS}/smoke`;

/** A command's stages count as one test each; the suites count their own. */
const COMMANDS = {
  format: ['npx', ['prettier', '--check', '.']],
  lint: ['npm', ['run', '--silent', 'lint']],
  types: ['npx', ['tsc', '--noEmit']],
  unused: ['npx', ['knip']],
  drift: ['npx', ['tsx', 'scripts/migrate-new.ts', '--check']],
  schema: ['npx', ['tsx', 'scripts/print-schema.ts', '--check']],
};
/** Of Vitest, that go on beside the training's tests. */
const BESIDE = ['unit', 'models', 'audit'];
/** Of Vitest. All others go on side by side, beside nothing else. */
const SUITES = [
  ...BESIDE,
  'store',
  'pglite',
  'postgres',
  'worker',
  'attack',
  'e2e',
  'smoke',
  'llm',
];
/** Parts of these need an S3-compatible server; without one they say why they are skipped. */
const WITH_BUCKET = ['store', 'e2e'];
/** The files of these start web servers on one build of the pages. */
const WITH_PAGES = ['attack', 'e2e'];
/** These need the private Python environment. */
const WITH_PYTHON = ['smoke', 'llm'];
const STAGES = [...Object.keys(COMMANDS), 'python', ...SUITES];

const { positionals } = commandLine(
  `npm test                 run every stage
npm test -- unit python  run some of them

Stages: ${STAGES.join(', ')}.
With CI=true a missing Python or S3-compatible server (SeaweedFS, from PyPI) fails instead of being skipped.`,
  { allowPositionals: true },
);
const unknown = positionals.filter((name) => !STAGES.includes(name));
if (unknown.length > 0) {
  console.error(`There is no stage ${unknown.join(', ')}; choose from ${STAGES.join(', ')}.`);
  process.exit(1);
}

/** Runs a command with its output shown; true when it ended with 0. */
function run(command, args, options = {}) {
  return spawnSync(command, args, { stdio: 'inherit', ...options }).status === 0;
}

/** The same beside others: its output is shown in one piece, at its end. */
async function runAside(command, args, options = {}) {
  const child = spawn(command, args, { stdio: ['ignore', 'pipe', 'pipe'], ...options });
  const ended = once(child, 'close');
  const said = await Promise.all([text(child.stdout), text(child.stderr)]);
  const [status] = await ended;
  console.log(`\n— ${[command, ...args].join(' ')}\n${said.join('').trim()}`);
  return status === 0;
}

/** What a command came to, which counts as one test. */
const asOne = (ok) => (ok ? { passed: 1 } : { failed: 1 });

/** The failed tests of a Vitest report, with their files and the first line of why. */
function failedIn({ testResults }) {
  return testResults.flatMap(({ name, status, message, assertionResults }) => {
    const file = relative('.', name);
    const failed = assertionResults.filter((test) => test.status === 'failed');
    if (failed.length === 0) return status === 'failed' ? [`${file}: ${firstLine(message)}`] : [];
    return failed.map(
      ({ fullName, failureMessages }) => `${file}: ${fullName}: ${firstLine(failureMessages[0])}`,
    );
  });
}

function firstLine(text = '') {
  return text.split('\n', 1)[0].slice(0, 200);
}

/** Path of the first of these commands that there is; undefined when there is none. */
function locate(...commands) {
  return commands
    .map((name) => spawnSync('which', [name], { encoding: 'utf8' }).stdout?.trim())
    .find(Boolean);
}

/** Installs a package where that can be done unasked: on Debian, as root. */
async function installOnDebian(name) {
  if (!existsSync('/etc/debian_version') || process.getuid?.() !== 0) return;
  await runAside('apt-get', ['-qq', 'update']);
  await runAside('apt-get', ['-qq', 'install', '-y', '--no-install-recommends', name], {
    env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
  });
}

/** Makes sure that there is a Chromium; false when there is none and none could be installed. */
async function findChromium() {
  const known = ['chromium', 'chromium-browser', 'google-chrome'];
  if (!process.env.CHROMIUM && !locate(...known)) await installOnDebian('chromium');
  process.env.CHROMIUM ??= locate(...known);
  if (process.env.CHROMIUM) return true;
  console.error('The browser tests need Chromium: install it, or set CHROMIUM to its path.');
  return false;
}

/** Sets up what a suite's files share, before they run side by side; false where it cannot be had. */
async function prepare(name) {
  // With it, as root, hosts of their own can be made; elsewhere their test says why it is skipped.
  if (name === 'e2e' && !locate('ip')) await installOnDebian('iproute2');
  if (WITH_BUCKET.includes(name)) await runAside(process.execPath, ['scripts/seaweedfs.mjs']);
  return name !== 'e2e' || findChromium();
}

/** Makes the smoke preset's export when the stage "python" did not run before; false where that fails. */
function smokeExport() {
  if (existsSync(`${SMOKE_MODELS}/sarovar-128/manifest.json`)) return true;
  const args = ['--preset', 'smoke', '--runs', `${RESULTS}/runs`, '--models', SMOKE_MODELS];
  return run(trainingPython(), ['-m', 'sarovar_training', 'all', ...args]);
}

/** What took longest, the first so many, in seconds. */
function longest(entries, count) {
  const slowest = entries.sort(([, a], [, b]) => b - a).slice(0, count);
  return slowest.map(([name, ms]) => `${name} ${Math.round(ms / 1000)}`).join(', ');
}

/** How long the folders of a report took, and its slowest files. */
function timesOf({ testResults }) {
  const files = testResults.map(({ name, startTime, endTime }) => [
    relative('tests', name).replace('.test.ts', ''),
    endTime - startTime,
  ]);
  const folders = new Map();
  for (const [name, ms] of files) {
    const [folder] = name.split('/', 1);
    folders.set(folder, (folders.get(folder) ?? 0) + ms);
  }
  return `${longest([...folders], folders.size)}. Slowest files: ${longest(files, 20)}`;
}

/** Milliseconds that all cores together were busy, and idle, since the machine started. */
function coreTimes() {
  const times = cpus().map((core) => core.times);
  const idle = times.reduce((sum, own) => sum + own.idle, 0);
  const busy = times.reduce((sum, own) => sum + own.user + own.nice + own.sys + own.irq, 0);
  return { idle, busy };
}

/** The share of the cores that was busy since `before`. */
function busySince(before) {
  const { idle, busy } = coreTimes();
  const worked = busy - before.busy;
  return `${Math.round((100 * worked) / (worked + idle - before.idle))} %`;
}

/** Runs these suites at once, by `start`, with options of Vitest's; what the report called `report` says of them. */
async function suites(names, report, start, options = []) {
  const file = `${RESULTS}/${report}.json`;
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${file}`];
  // A suite may have a part that runs alone.
  const projects = names.flatMap((name) => ['--project', name, '--project', `${name}-*`]);
  const before = coreTimes();
  const ok = await start('npx', ['vitest', 'run', ...projects, ...reporters, ...options]);
  if (!existsSync(file)) return { failed: 1 };
  const found = JSON.parse(readFileSync(file, 'utf8'));
  console.log(`Cores busy: ${busySince(before)}. Seconds: ${timesOf(found)}.`);
  const { numFailedTests: failed, numPassedTests: passed, numPendingTests: skipped } = found;
  // A suite that cannot even be loaded has no failed tests, but it has failed.
  return { passed, failed: failed || (ok ? 0 : 1), skipped, names: failedIn(found) };
}

function noPython() {
  console.log('No Python 3.11 or newer with venv was found: the training tests do not run.');
  return process.env.CI === 'true' ? { failed: 1 } : { skipped: 1 };
}

async function pytest() {
  if (!findPython()) return noPython();
  // In a process of its own, so that what goes on beside it is not held up by an installation.
  await runAside(process.execPath, ['scripts/python.mjs']);
  // The suite "smoke" opens what the smoke preset's run in these tests exports.
  const env = { ...process.env, SMOKE_MODELS: `../${SMOKE_MODELS}` };
  const inTraining = { cwd: 'training', env };
  const checks = [];
  for (const args of [['ruff', 'check', '.'], ['ruff', 'format', '--check', '.'], ['mypy']]) {
    if (!(await runAside('.venv/bin/python', ['-m', ...args], inTraining)))
      checks.push(args.join(' '));
  }
  const report = `${RESULTS}/python.xml`;
  const args = ['-m', 'pytest', `--junitxml=../${report}`];
  const ok = await runAside('.venv/bin/python', args, inTraining);
  const xml = existsSync(report) ? readFileSync(report, 'utf8') : '';
  const number = (name) =>
    Number(new RegExp(`<testsuite [^>]*${name}="(\\d+)"`).exec(xml)?.[1] ?? 0);
  const failed = number('failures') + number('errors') || (ok ? 0 : 1);
  const skipped = number('skipped');
  const found = xml.matchAll(/<testcase [^>]*? name="([^"]*)"[^>]*><(?:failure|error)/g);
  return {
    passed: number('tests') - failed - skipped + 3 - checks.length,
    failed: failed + checks.length,
    skipped,
    names: [...checks, ...[...found].map(([, name]) => name)],
  };
}

const counts = { passed: 0, failed: 0, skipped: 0 };
/** What failed, in a line each: said once more at the end, for whoever sees only that. */
const failures = [];
const seconds = [];

async function runStage(stage, outcome) {
  const began = performance.now();
  const { passed = 0, failed = 0, skipped = 0, names = [] } = await outcome();
  counts.passed += passed;
  counts.failed += failed;
  counts.skipped += skipped;
  if (failed > 0) {
    const said = names.length > 0 ? names : ['all of it'];
    failures.push(...said.map((name) => `${stage}: ${name}`));
  }
  seconds.push(`${stage} ${Math.round((performance.now() - began) / 1000)}`);
}

setup();
rmSync(RESULTS, { recursive: true, force: true });
mkdirSync(RESULTS);
const asked = positionals.length > 0 ? STAGES.filter((name) => positionals.includes(name)) : STAGES;

const wants = (names) => names.filter((name) => asked.includes(name));

/** The suites that can run when the training's tests are over. */
const ready = [];

/** No time is measured in all this, so that it goes on beside the tests of the training. */
async function besidePython() {
  for (const stage of wants(Object.keys(COMMANDS))) {
    await runStage(stage, async () => asOne(await runAside(...COMMANDS[stage])));
  }
  if (wants(WITH_PAGES).length > 0) {
    const build = () => runAside(process.execPath, ['scripts/build.mjs']);
    await runStage('pages', async () => asOne(await build()));
  }
  const beside = wants(BESIDE);
  if (beside.length > 0) {
    // The training's tests keep the other core.
    const options = asked.includes('python') ? ['--maxWorkers=1'] : [];
    await runStage(beside.join(' and '), () => suites(beside, 'beside', runAside, options));
  }
  for (const suite of wants(SUITES).filter((name) => !BESIDE.includes(name))) {
    if (WITH_PYTHON.includes(suite) && !findPython()) await runStage(suite, noPython);
    else if (await prepare(suite)) ready.push(suite);
    else await runStage(suite, () => ({ failed: 1 }));
  }
}

await Promise.all([besidePython(), asked.includes('python') && runStage('python', pytest)]);
if (ready.some((name) => WITH_PYTHON.includes(name))) trainingPython();
if (ready.includes('smoke') && !smokeExport()) await runStage('export', () => ({ failed: 1 }));
if (ready.length > 0) await runStage('suites', () => suites(ready, 'suites', run));
console.log(`\nSeconds: ${seconds.join(', ')}.`);
for (const failure of failures) console.log(`Failed: ${failure}`);
if (counts.skipped > 0) console.log(`${counts.skipped} skipped`);
console.log(`\n${counts.passed} passed, ${counts.failed} failed`);
process.exit(counts.failed > 0 ? 1 : 0);
