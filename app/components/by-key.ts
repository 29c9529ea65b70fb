import { cache } from 'react';
import { z } from 'zod';

const keySchema = z.uuid();

/**
 * `load`, once for each request, of what a permalink's key names: null where the address has something that
 * can be no key.
 */
export function byKey<T>(load: (key: string) => Promise<T | null>) {
  return cache(async (text: string) => {
    const key = keySchema.safeParse(text);
    return key.success ? load(key.data) : null;
  });
}
