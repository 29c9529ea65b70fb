import { createHmac, randomBytes } from 'node:crypto';
import { prisma } from '@/lib/store/database';

const known = new Map<string, Promise<string>>();

async function read(name: string): Promise<string> {
  const value = randomBytes(32).toString('hex');
  await prisma().secret.createMany({ data: { name, value }, skipDuplicates: true });
  return (await prisma().secret.findUniqueOrThrow({ where: { name } })).value;
}

/** The secret of that name: 64 hexadecimal digits, made once, the same for all processes of one database. */
export function secret(name: string): Promise<string> {
  const before = known.get(name);
  if (before) return before;
  const value = read(name).catch((error: unknown) => {
    known.delete(name);
    throw error;
  });
  known.set(name, value);
  return value;
}

/** A name for something under the secret of that name; once that is destroyed, nobody gets to it again. */
export async function nameUnder(name: string, something: string): Promise<string> {
  const mac = createHmac('sha256', await secret(name)).update(something);
  return mac.digest('base64url').slice(0, 22);
}

/** Destroys every secret whose name begins with `prefix`, except the one called `name`. */
export async function destroySecrets(prefix: string, name: string): Promise<void> {
  await prisma().secret.deleteMany({ where: { name: { startsWith: prefix, not: name } } });
  for (const old of known.keys()) if (old.startsWith(prefix) && old !== name) known.delete(old);
}

/** Forgets what was read; tests change databases. */
export function forgetSecrets(): void {
  known.clear();
}
