import { execFileSync } from 'node:child_process';
import { existsSync, readFileSync, renameSync, rmSync, writeFileSync } from 'node:fs';
import path from 'node:path';

/** What SUR's twin is applied with. */
export const ETA = '0.1';

/**
 * Models of the published architectures with random weights in `folder`, as the training package makes and
 * converts them; what is there already is not made again.
 */
export class Twins {
  readonly #python: string;
  readonly #folder: string;

  constructor(python: string, folder: string, size: string) {
    this.#python = python;
    this.#folder = folder;
    if (existsSync(this.at('twins'))) return;
    const unfinished = this.at('twins-unfinished');
    rmSync(unfinished, { recursive: true, force: true });
    this.train('twins', unfinished, '--size', size);
    renameSync(unfinished, this.at('twins'));
  }

  /** The path of a file in the folder. */
  at(...parts: string[]): string {
    return path.join(this.#folder, ...parts);
  }

  /** Runs a command of the training package; returns what it printed. */
  train(...args: string[]): string {
    return execFileSync(this.#python, ['-m', 'sarovar_training', ...args], {
      stdio: ['ignore', 'pipe', 'inherit'],
      encoding: 'utf8',
    });
  }

  /** Runs several in one process, one after the other. */
  trainEach(commands: readonly (readonly string[])[]): void {
    execFileSync(this.#python, ['-m', 'sarovar_training', 'each'], {
      stdio: ['pipe', 'pipe', 'inherit'],
      input: commands.map((args) => `${JSON.stringify(args)}\n`).join(''),
    });
  }

  /** `convert` writes a folder whole, or not at all; what it says of the comparison with PyTorch is kept beside it. */
  #convert(name: string, ...args: string[]): string {
    if (!existsSync(this.at(name))) {
      writeFileSync(this.#saidOf(name), this.train('convert', ...args, '--verify'));
    }
    return this.at(name);
  }

  #saidOf(name: string): string {
    return this.at(`${name}.verified.txt`);
  }

  /** What `convert --verify` printed of a folder that was made here, line by line. */
  verified(name: string): string[] {
    return readFileSync(this.#saidOf(name), 'utf8').trim().split('\n');
  }

  /** The diffusers folder that everything else is converted from, or reads. */
  get source(): string {
    return this.at('twins', 'sd');
  }

  /** The base's folder. */
  base(dtype: string): string {
    const licence = ['--licence', 'CC0-1.0'];
    return this.#convert(
      dtype,
      ...['sd', this.source, this.at(dtype), '--dtype', dtype, ...licence],
    );
  }

  /** The folder of an adapter on the base of that dtype. */
  adapter(method: 'sur' | 'ella', dtype: string): string {
    const name = `${method}-${dtype}`;
    const to = [this.at(name), '--base', this.base(dtype)];
    if (method === 'sur') {
      const from = this.at('twins', 'sur.pt');
      return this.#convert(name, 'sur', from, ...to, '--eta', ETA);
    }
    const t5 = ['--t5', this.at('twins', 'flan-t5')];
    return this.#convert(name, 'ella', this.at('twins', 'ella.safetensors'), ...to, ...t5);
  }

  /** What makes `reference` paint by a method, with the files that the adapter was converted from. */
  referenceOf(method: 'vanilla' | 'sur' | 'ella'): string[] {
    return {
      vanilla: [],
      sur: ['--sur', this.at('twins', 'sur.pt'), '--eta', ETA],
      ella: [
        ...['--ella', this.at('twins', 'ella.safetensors')],
        ...['--t5', this.at('twins', 'flan-t5')],
      ],
    }[method];
  }
}
