// Builds the web server when its sources have changed since the last build.
import { spawnSync } from 'node:child_process';
import { createHash } from 'node:crypto';
import { existsSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import path from 'node:path';
import { fileURLToPath } from 'node:url';

const STAMP = '.next/sarovar-build.txt';
const FOLDERS = ['app', 'graphql', 'lib'];
const FILES = ['package-lock.json', 'next.config.ts', 'postcss.config.mjs', 'tsconfig.json'];

/** SHA-256 over the names and contents of all that the build reads. */
function fingerprint() {
  const hash = createHash('sha256');
  const inFolders = FOLDERS.flatMap((folder) =>
    readdirSync(folder, { recursive: true, withFileTypes: true })
      .filter((entry) => entry.isFile())
      .map((entry) => path.join(entry.parentPath, entry.name)),
  );
  for (const file of [...FILES, ...inFolders.sort()]) {
    hash.update(file).update(readFileSync(file));
  }
  return hash.digest('hex');
}

/** Builds if needed; ends the process with the build's own output when it fails. */
export function buildWeb() {
  const now = fingerprint();
  if (existsSync(STAMP) && readFileSync(STAMP, 'utf8') === now) return;
  process.stdout.write('Building the pages … ');
  const begun = Date.now();
  const next = path.join('node_modules', 'next', 'dist', 'bin', 'next');
  /** @type {NodeJS.ProcessEnv} */
  const env = { ...process.env, NEXT_TELEMETRY_DISABLED: '1', NODE_ENV: 'production' };
  const built = spawnSync(process.execPath, [next, 'build'], { env, encoding: 'utf8' });
  if (built.status !== 0) {
    console.log('failed');
    console.error(`${built.stdout}\n${built.stderr}`);
    process.exit(1);
  }
  writeFileSync(STAMP, now);
  console.log(`${((Date.now() - begun) / 1000).toFixed(0)} s`);
}

if (process.argv[1] === fileURLToPath(import.meta.url)) buildWeb();
