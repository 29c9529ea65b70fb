import { pairKey } from '@/lib/evaluation/matchmaking';
import { offered } from '@/lib/models/at-hand';
import { PUBLIC_TEXT } from '@/lib/public';
import { BlobDamagedError, blobs } from '@/lib/store/blobs';
import { prisma } from '@/lib/store/database';
import type { Prisma } from '@/lib/store/generated/client';
import { alikeIn, decode, differencesOf, type Pixels } from './differences';
import { byNoise } from './pairs';
import { refreshArenaPool } from './pool';

/** Where is said what could not be done, and with what. */
interface Log {
  error(about: object, text: string): void;
}

/**
 * How many judged pairs of these pictures of one noise let their set leave: each was shown once. Where some look alike
 * whoever judges may be left with two of those, so that it is half of what could be.
 */
function judgementsOf(pictures: readonly string[], alike: ReadonlySet<string>): number {
  const left = [...pictures];
  let pairs = 0;
  for (let a = left.shift(); a !== undefined; a = left.shift()) {
    const first = a;
    const other = left.findIndex((b) => !alike.has(pairKey(first, b)));
    if (other < 0) continue;
    left.splice(other, 1);
    pairs += 1;
  }
  return alike.size === 0 ? pairs : Math.ceil(pairs / 2);
}

const SETS = {
  id: true,
  generations: {
    where: { status: 'SUCCEEDED', reproducesId: null, ...PUBLIC_TEXT },
    select: { id: true, imageSha256: true, seed: true },
    orderBy: { id: 'asc' },
  },
} as const satisfies Prisma.ComparisonSelect;

type Painted = Prisma.ComparisonGetPayload<{ select: typeof SETS }>;

/** A picture of that file; an error where the file is lost or damaged. Throws when the storage does not answer. */
async function read(id: string, sha256: string): Promise<Pixels | Error> {
  try {
    const png = await blobs().get(sha256);
    if (!png) return new Error(`There is no blob ${sha256}.`);
    return await decode(png).then(
      (rgb) => ({ id, rgb }),
      (reason: unknown) => new Error(`The blob ${sha256} is no picture.`, { cause: reason }),
    );
  } catch (error) {
    if (error instanceof BlobDamagedError) return error;
    throw error;
  }
}

interface Readable extends Pixels {
  readonly seed: bigint;
}

/** The set's pictures; one that cannot be read has failed, so that nobody is shown it. */
async function readable({ generations }: Painted, log: Log | undefined): Promise<Readable[]> {
  const pictures: Readable[] = [];
  for (const { id, imageSha256, seed } of generations) {
    const picture = await read(id, imageSha256 ?? '');
    if (!(picture instanceof Error)) {
      pictures.push({ ...picture, seed });
      continue;
    }
    log?.error({ picture: id, err: picture }, `picture ${id} is left out of the arena`);
    const data = { status: 'FAILED', error: 'Its file cannot be read any more.' } as const;
    await prisma().generation.update({ where: { id }, data });
  }
  return pictures;
}

async function open(set: Painted, log: Log | undefined): Promise<void> {
  const { id } = set;
  const noises = byNoise(await readable(set, log));
  const differences = noises.flatMap(differencesOf);
  const alike = new Set(alikeIn(differences).map(({ first, second }) => pairKey(first, second)));
  const ids = noises.map((pictures) => pictures.map((picture) => picture.id));
  const judgements = ids.reduce((sum, pictures) => sum + judgementsOf(pictures, alike), 0);
  const now = new Date();
  const opened =
    judgements > 0
      ? { arena: 'OPEN' as const, openedAt: now, judgements }
      : { arena: 'LEFT' as const, leftAt: now };
  await prisma().$transaction([
    prisma().comparison.updateMany({
      where: { id, arena: 'PAINTING' },
      data: { ...opened, differences },
    }),
    prisma().generation.updateMany({
      where: { comparisonId: id, comparison: { arena: 'LEFT' } },
      data: { blind: false },
    }),
  ]);
}

/**
 * Lets voters see each set of which all pictures are painted. One with nothing to choose from is published at once; one that
 * cannot be opened now is logged, keeps no other out, and is tried again. Returns how many were opened.
 */
export async function openSets(log?: Log): Promise<number> {
  const painted = await prisma().comparison.findMany({
    where: {
      arena: 'PAINTING',
      // What no worker has the model for any more is not waited for.
      generations: { none: { status: { in: ['QUEUED', 'RUNNING'] }, model: await offered() } },
    },
    select: SETS,
  });
  let count = 0;
  for (const set of painted) {
    try {
      await open(set, log);
      count += 1;
    } catch (error) {
      log?.error({ set: set.id, err: error }, `set ${set.id} cannot be opened now`);
    }
  }
  if (count > 0) refreshArenaPool();
  return count;
}
