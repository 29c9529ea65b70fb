// `npm test`: sets up all that the tests need, runs every stage, and ends with one line of counts.
import { spawnSync } from 'node:child_process';
import { existsSync, mkdirSync, readFileSync, rmSync } from 'node:fs';
import { relative } from 'node:path';
import { commandLine } from './command-line.mjs';
import { trainingPython } from './python.mjs';
import { seaweedfs } from './seaweedfs.mjs';
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
const SUITES = [
  'unit',
  'models',
  'audit',
  'store',
  'pglite',
  'postgres',
  'worker',
  'attack',
  'e2e',
];
/** Parts of these need an S3-compatible server; without one they say why they are skipped. */
const WITH_BUCKET = ['store', 'e2e'];
/** These need the private Python environment. */
const PYTHON_STAGES = {
  python: pytest,
  smoke,
  llm: () => (trainingPython() ? suite('llm') : noPython()),
};
const STAGES = [...Object.keys(COMMANDS), ...SUITES, ...Object.keys(PYTHON_STAGES)];

const { positionals } = commandLine(
  `npm test                 run every stage
npm test -- unit python  run some of them

Stages: ${STAGES.join(', ')}.
With CI=true a missing Python or S3-compatible server (SeaweedFS, from PyPI) fails instead of being skipped.`,
  {
    allowPositionals: true,

    options: {},
  },
);
const unknown = positionals.filter((name) => !STAGES.includes(name));
if (unknown.length > 0) {
  console.error(`There is no stage ${unknown.join(', ')}; choose from ${STAGES.join(', ')}.`);
  process.exit(1);
}

const counts = { passed: 0, failed: 0, skipped: 0 };
/** What failed, in a line each: said once more at the end, for whoever sees only that. */
const failures = [];

/** Runs a command with its output shown; true when it ended with 0. */
function run(command, args, options = {}) {
  return spawnSync(command, args, { stdio: 'inherit', ...options }).status === 0;
}

function add({ passed = 0, failed = 0, skipped = 0 }, failedTests = []) {
  counts.passed += passed;
  counts.failed += failed;
  counts.skipped += skipped;
  if (failed > 0) failures.push(...(failedTests.length > 0 ? failedTests : ['all of it']));
}

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
function installOnDebian(name) {
  if (!existsSync('/etc/debian_version') || process.getuid?.() !== 0) return;
  run('apt-get', ['-qq', 'update']);
  run('apt-get', ['-qq', 'install', '-y', '--no-install-recommends', name], {
    env: { ...process.env, DEBIAN_FRONTEND: 'noninteractive' },
  });
}

/** Makes sure that there is a Chromium; false when there is none and none could be installed. */
function findChromium() {
  const known = ['chromium', 'chromium-browser', 'google-chrome'];
  if (!process.env.CHROMIUM && !locate(...known)) installOnDebian('chromium');
  process.env.CHROMIUM ??= locate(...known);
  if (process.env.CHROMIUM) return true;
  console.error('The browser tests need Chromium: install it, or set CHROMIUM to its path.');
  return false;
}

/** Opens the smoke preset's export; makes it first when the stage "python" did not run before. */
function smoke() {
  const python = trainingPython();
  if (!python) return noPython();
  if (!existsSync(`${SMOKE_MODELS}/sarovar-128/manifest.json`)) {
    const args = ['--preset', 'smoke', '--runs', `${RESULTS}/runs`, '--models', SMOKE_MODELS];
    if (!run(python, ['-m', 'sarovar_training', 'all', ...args])) return add({ failed: 1 });
  }
  suite('smoke');
}

function suite(name) {
  if (name === 'e2e' && !findChromium()) return add({ failed: 1 });
  // With it, as root, hosts of their own can be made; elsewhere their test says why it is skipped.
  if (name === 'e2e' && !locate('ip')) installOnDebian('iproute2');
  // Once and before the files of the suite, which run side by side.
  if (WITH_BUCKET.includes(name)) seaweedfs();
  const file = `${RESULTS}/${name}.json`;
  const reporters = ['--reporter=default', '--reporter=json', `--outputFile.json=${file}`];
  // These share one build of the pages, so their files take turns.
  const turns = ['attack', 'e2e'].includes(name) ? ['--no-file-parallelism'] : [];
  const ok = run('npx', ['vitest', 'run', '--project', name, ...turns, ...reporters]);
  if (!existsSync(file)) return add({ failed: 1 });
  const report = JSON.parse(readFileSync(file, 'utf8'));
  const { numFailedTests: failed, numPassedTests: passed, numPendingTests: skipped } = report;
  // A suite that cannot even be loaded has no failed tests, but it has failed.
  add({ passed, failed: failed || (ok ? 0 : 1), skipped }, failedIn(report));
}

function noPython() {
  console.log('No Python 3.11 or newer with venv was found: the training tests do not run.');
  add(process.env.CI === 'true' ? { failed: 1 } : { skipped: 1 });
}

function pytest() {
  const python = trainingPython();
  if (!python) return noPython();
  // The suite "smoke" opens what the smoke preset's run in these tests exports.
  const env = { ...process.env, SMOKE_MODELS: `../${SMOKE_MODELS}` };
  const inTraining = { cwd: 'training', env };
  for (const args of [['ruff', 'check', '.'], ['ruff', 'format', '--check', '.'], ['mypy']]) {
    add(run('.venv/bin/python', ['-m', ...args], inTraining) ? { passed: 1 } : { failed: 1 });
  }
  const file = `../${RESULTS}/python.xml`;
  const ok = run('.venv/bin/python', ['-m', 'pytest', `--junitxml=${file}`], inTraining);
  const xml = existsSync(`${RESULTS}/python.xml`)
    ? readFileSync(`${RESULTS}/python.xml`, 'utf8')
    : '';
  const number = (name) =>
    Number(new RegExp(`<testsuite [^>]*${name}="(\\d+)"`).exec(xml)?.[1] ?? 0);
  const failed = number('failures') + number('errors');
  const skipped = number('skipped');
  const names = xml.matchAll(/<testcase [^>]*?name="([^"]*)"[^>]*><(?:failure|error)/g);
  add(
    { passed: number('tests') - failed - skipped, failed: failed || (ok ? 0 : 1), skipped },
    [...names].map(([, name]) => name),
  );
}

setup();
rmSync(RESULTS, { recursive: true, force: true });
mkdirSync(RESULTS);
const seconds = [];
for (const stage of positionals.length > 0 ? positionals : STAGES) {
  console.log(`\n— ${stage}`);
  const began = performance.now();
  const before = failures.length;
  if (stage in PYTHON_STAGES) PYTHON_STAGES[stage]();
  else if (SUITES.includes(stage)) suite(stage);
  else add(run(...COMMANDS[stage]) ? { passed: 1 } : { failed: 1 });
  failures.push(...failures.splice(before).map((failure) => `${stage}: ${failure}`));
  seconds.push(`${stage} ${Math.round((performance.now() - began) / 1000)}`);
}
console.log(`\nSeconds: ${seconds.join(', ')}.`);
for (const failure of failures) console.log(`Failed: ${failure}`);
if (counts.skipped > 0) console.log(`${counts.skipped} skipped`);
console.log(`\n${counts.passed} passed, ${counts.failed} failed`);
process.exit(counts.failed > 0 ? 1 : 0);
