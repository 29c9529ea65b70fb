import { z } from 'zod';

const versions = z.record(z.string(), z.string()).catch({});

/** The names and versions in what a worker says of its runtime, which the schema calls Json. */
export function versionsOf(runtime: unknown): Readonly<Record<string, string>> {
  return versions.parse(runtime);
}
