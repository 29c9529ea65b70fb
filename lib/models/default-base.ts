import { config } from '@/lib/config';
import { prisma } from '@/lib/store/database';

interface Dated {
  readonly id: string;
  readonly name: string;
}

/** Of these bases the one for those who name none: DEFAULT_BASE's, or where that is not among them the one that came first. */
export function defaultOf<B extends Dated>(bases: readonly B[]): B | undefined {
  const [oldest] = bases.toSorted((a, b) => (a.id < b.id ? -1 : 1));
  return bases.find(({ name }) => name === config().defaultBase) ?? oldest;
}

/** The name of the base that is ranked, and painted with, where nobody names one; undefined where there is none. */
export async function defaultBase(): Promise<string | undefined> {
  return defaultOf(await prisma().base.findMany({ select: { id: true, name: true } }))?.name;
}
