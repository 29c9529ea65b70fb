import { sign, unsign } from 'cookie-signature';
import { z } from 'zod';

const sealedShape = z.object({ value: z.unknown(), until: z.number() });

/** A value as a cookie holds it that nobody else can make, for so many seconds. */
export function seal(value: object, seconds: number, key: string): string {
  const text = JSON.stringify({ value, until: Date.now() + seconds * 1000 });
  return sign(Buffer.from(text).toString('base64url'), key);
}

/** The value read back; undefined of what was not sealed with that key, and of what is too old. */
export function unseal<T>(sealed: string, key: string, shape: z.ZodType<T>): T | undefined {
  const text = unsign(sealed, key);
  if (text === false) return undefined;
  const { value, until } = sealedShape.parse(
    JSON.parse(Buffer.from(text, 'base64url').toString('utf8')),
  );
  return Date.now() < until ? shape.parse(value) : undefined;
}
