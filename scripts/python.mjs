// The private virtual environment of training/, made when first needed.
import { spawnSync } from 'node:child_process';
import { existsSync, writeFileSync } from 'node:fs';

const PYTHON = 'training/.venv/bin/python';
const STAMP = 'training/.venv/.installed';

/**
 * @param {string} command
 * @param {string[]} args
 */
function run(command, args) {
  return spawnSync(command, args, { stdio: 'inherit' }).status === 0;
}

/** A Python of 3.10 or newer; undefined when there is none. */
function findPython() {
  const check = 'import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 10))';
  return ['python3', 'python'].find(
    (name) => spawnSync(name, ['-c', check], { stdio: 'ignore' }).status === 0,
  );
}

/**
 * Path of the Python in which `sarovar_training` is installed; undefined where no Python is new
 * enough. Throws when the installation fails.
 * @returns {string | undefined}
 */
export function trainingPython() {
  const python = findPython();
  if (!python) return undefined;
  if (!existsSync(STAMP)) {
    const install = ['-m', 'pip', 'install', '-q', 'torch==2.13.0', '-e', 'training[dev]'];
    if (!run(python, ['-m', 'venv', 'training/.venv']) || !run(PYTHON, install)) {
      throw new Error('The virtual environment of training/ could not be made.');
    }
    writeFileSync(STAMP, '');
  }
  return PYTHON;
}
