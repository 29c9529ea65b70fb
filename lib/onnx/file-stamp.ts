import { stat } from 'node:fs/promises';

/** A file as it was when somebody looked. */
export interface FileLook {
  /** Tells it from other files, and from what it was before it changed. Links to one file have one stamp. */
  readonly stamp: string;
  readonly bytes: number;
}

/** Looks where a file really lies, at its size and its time of change; undefined when there is none. */
export async function lookAt(file: string): Promise<FileLook | undefined> {
  const found = await stat(file, { bigint: true }).catch(() => undefined);
  if (!found?.isFile()) return undefined;
  const { dev, ino, size, mtimeNs } = found;
  return { stamp: `${dev}:${ino} ${size} ${mtimeNs}`, bytes: Number(size) };
}

interface Kept<T> {
  readonly stamps: string;
  readonly value: Promise<T>;
}

/** So many values are kept: vocabularies take megabytes each. */
const MOST_KEPT = 16;

/**
 * Remembers what was made of files until one of them changes. Those who ask while it is made share the making; a
 * failure is not remembered, and of many files the values used longest ago are forgotten.
 */
export class FileMemo<T> {
  readonly #kept = new Map<string, Kept<T>>();

  async get(files: readonly string[], make: () => Promise<T>): Promise<T> {
    const key = files.join('\n');
    const looks = await Promise.all(files.map(lookAt));
    const stamps = looks.map((look) => look?.stamp ?? 'none').join('\n');
    const known = this.#kept.get(key);
    const kept = known?.stamps === stamps ? known : { stamps, value: make() };
    // Again at the end of the map: the first in it is the one that was used longest ago.
    this.#kept.delete(key);
    this.#kept.set(key, kept);
    if (kept !== known) {
      kept.value.catch(() => {
        if (this.#kept.get(key) === kept) this.#kept.delete(key);
      });
    }
    for (const oldest of this.#kept.keys()) {
      if (this.#kept.size <= MOST_KEPT) break;
      this.#kept.delete(oldest);
    }
    return kept.value;
  }
}
