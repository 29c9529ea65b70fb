import { createHash } from 'node:crypto';

/** A public name for something whose own must not be known; the same for the same thing. */
export function publicName(kind: string, id: string): string {
  return createHash('sha256').update(`${kind} ${id}`).digest('hex').slice(0, 16);
}

export interface ModelName {
  readonly name: string;
  readonly weightsSha256: string;
}

/** A model as votes name it: two checkpoints of one name are two models. */
export function modelLabel(model: ModelName): string {
  return `${model.name}@${model.weightsSha256.slice(0, 8)}`;
}

/** The voter's public name. Ids are random, so nobody gets from the name to the id. */
export function publicVoter(id: string): string {
  return publicName('voter', id);
}

/** Equal texts as one: a million votes name the same few prompts, voters, sets and models. */
export function once<T extends string>(): (text: T) => T {
  const known = new Map<T, T>();
  return (text) => {
    const before = known.get(text);
    if (before === undefined) known.set(text, text);
    return before ?? text;
  };
}

/** `publicName` that hashes each name once. */
export function rememberedNames(): typeof publicName {
  const known = new Map<string, string>();
  return (kind, id) => {
    const key = `${kind} ${id}`;
    const name = known.get(key) ?? publicName(kind, id);
    known.set(key, name);
    return name;
  };
}
