// Makes a fresh clone ready: dependencies, the generated Prisma client and the pages' GraphQL documents. Uses
// nothing but Node, because it runs before anything is installed.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const root = path.join(path.dirname(fileURLToPath(import.meta.url)), '..');
const STAMP = path.join(root, 'node_modules', '.sarovar-setup.json');

/** Runs a command in the repository and ends the process with its status when it fails. */
function run(title, command, args) {
  const begun = Date.now();
  process.stdout.write(`${title} … `);
  const done = spawnSync(command, args, {
    cwd: root,
    encoding: 'utf8',
    shell: process.platform === 'win32',
  });
  if (done.status !== 0) {
    console.log('failed');
    console.error(`${done.stdout}\n${done.stderr}`.trim());
    process.exit(done.status ?? 1);
  }
  console.log(`${((Date.now() - begun) / 1000).toFixed(0)} s`);
}

/** SHA-256 over the contents of `files`. */
function fingerprint(files) {
  const hash = createHash('sha256');
  for (const file of files) hash.update(readFileSync(path.join(root, file)));
  return hash.digest('hex');
}

/** The pages' GraphQL documents and all that their types are made from. */
function documentFiles() {
  const app = path.join(root, 'app');
  return readdirSync(app, { recursive: true, withFileTypes: true })
    .filter((entry) => entry.isFile() && entry.name.endsWith('.graphql'))
    .map((entry) => path.relative(root, path.join(entry.parentPath, entry.name)))
    .sort();
}

/** What the last set-up was made from; empty on a fresh clone. */
function lastStamp() {
  return existsSync(STAMP) ? JSON.parse(readFileSync(STAMP, 'utf8')) : {};
}

/** Installs and generates whatever is out of date, one line per step. */
export function setup() {
  const [major = 0, minor = 0] = process.versions.node.split('.').map(Number);
  if (major < 20 || (major === 20 && minor < 19)) {
    console.error(`Sarovar needs Node 20.19 or newer; this is ${process.versions.node}.`);
    process.exit(1);
  }
  const stamp = lastStamp();
  const lock = fingerprint(['package-lock.json']);
  if (stamp.lock !== lock) run('Installing dependencies', 'npm', ['ci', '--no-audit', '--no-fund']);
  const schema = fingerprint(['prisma/schema.prisma', 'package-lock.json']);
  const generated = existsSync(path.join(root, 'lib/store/generated/client.ts'));
  if (stamp.schema !== schema || !generated) {
    run('Generating the database client', 'npx', ['--no-install', 'prisma', 'generate']);
  }
  const files = documentFiles();
  const documents = fingerprint([
    ...['graphql/schema.graphql', 'scripts/documents.mjs', 'package-lock.json'],
    ...files,
  ]);
  const typed = files.every((file) =>
    existsSync(path.join(root, file.replace(/\.graphql$/, '.documents.ts'))),
  );
  if (stamp.documents !== documents || !typed) {
    run('Typing the pages’ GraphQL documents', process.execPath, ['scripts/documents.mjs']);
  }
  writeFileSync(STAMP, JSON.stringify({ lock, schema, documents }));
}

if (process.argv[1] === fileURLToPath(import.meta.url)) setup();
