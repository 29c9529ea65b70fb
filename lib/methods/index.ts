import { ella } from './ella';
import type { Method } from './method';
import { sur } from './sur';
import { vanilla } from './vanilla';

/**
 * Every conditioning method, in the order in which they are shown. All that depends on which there are follows from
 * this table: manifests, the API, pages, exports. The database has their names as text.
 */
export const METHODS = {
  VANILLA: vanilla,
  SUR: sur,
  ELLA: ella,
} as const satisfies Record<string, Method>;

export type MethodName = keyof typeof METHODS;

/** Whether there is a method of that name; one that is gone may still stand in the database. */
export function isMethod(name: string): name is MethodName {
  return Object.hasOwn(METHODS, name);
}

/** The names of all methods, in the order of the table. */
export const METHOD_NAMES = Object.keys(METHODS).filter(isMethod);

/** The method of a base's own text encoder. */
export const BASE_METHOD: MethodName = 'VANILLA';

interface OfMethod {
  readonly method: string;
  readonly name: string;
}

function place({ method }: OfMethod): number {
  return isMethod(method) ? METHOD_NAMES.indexOf(method) : METHOD_NAMES.length;
}

/** Sorts models by their methods, then by name. */
export function byMethod(a: OfMethod, b: OfMethod): number {
  return place(a) - place(b) || a.name.localeCompare(b.name, 'en');
}
