/** What this browser has painted. */
export const PAINTINGS = 'sarovar-paintings';
/** What an answer to a pair is called that the server does not have yet, before its id. */
export const WAITING = 'sarovar-waits ';

/** For browsers that keep nothing: as long as the page is there. */
const memory = new Map<string, string>();

/** Texts that this browser keeps for itself, by their names. */
export function keptHere(): ReadonlyMap<string, string> {
  try {
    return new Map([...Object.entries<string>(localStorage), ...memory]);
  } catch {
    return memory;
  }
}

export function keepHere(name: string, text: string): void {
  try {
    localStorage.setItem(name, text);
    memory.delete(name);
  } catch {
    memory.set(name, text);
  }
}

export function dropHere(name: string): void {
  memory.delete(name);
  try {
    localStorage.removeItem(name);
  } catch {
    // It was in memory only.
  }
}

/** Drops all that tells of whoever uses this browser, whether it can be read or not. */
export function forgetHere(): void {
  for (const name of [...keptHere().keys()]) {
    if (name === PAINTINGS || name.startsWith(WAITING)) dropHere(name);
  }
}
