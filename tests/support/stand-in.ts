import { createHash } from 'node:crypto';
import { openSets } from '@/lib/arena/opening';
import { at } from '@/lib/at';
import { encodePng } from '@/lib/jobs/png';
import { blobs } from '@/lib/store/blobs';
import { prisma } from '@/lib/store/database';

const SIDE = 64;
/** Pictures are tiles of so many pixels a side. */
const TILE = 4;

/** Which share of its tiles a model paints unlike all others do from the same noise. */
const OWN_SHARE: Readonly<Record<string, number>> = { ella: 0.5 };
const USUAL_SHARE = 0.15;

/** A picture whose colours are as those of any other, and that resembles others of its noise: one by ELLA least of all. */
function picture(model: string, seed: bigint): Uint8Array {
  const across = SIDE / TILE;
  const drawn = (by: string, tile: number) =>
    createHash('sha256').update(`${seed} ${by} ${tile}`).digest();
  const share = OWN_SHARE[model] ?? USUAL_SHARE;
  const tiles = Array.from({ length: across ** 2 }, (_, tile) => {
    const own = drawn(model, tile);
    return at(own, 3) / 256 < share ? own : drawn('', tile);
  });
  return new Uint8Array(SIDE * SIDE * 3).map((_, i) => {
    const [x, y] = [Math.floor(i / 3) % SIDE, Math.floor(i / 3 / SIDE)];
    return at(at(tiles, across * Math.floor(y / TILE) + Math.floor(x / TILE)), i % 3);
  });
}

/**
 * Finishes all that waits to be painted for the arena, as a worker does, and opens the sets. What it paints is known by
 * nothing but its distance from other pictures of the same noise, which is what the embedded models are known by best.
 */
export async function paintArena(): Promise<void> {
  const waiting = await prisma().generation.findMany({
    where: { status: 'QUEUED', comparison: { arena: 'PAINTING' } },
    include: { model: true },
  });
  for (const { id, seed, model } of waiting) {
    const rgb = picture(model.name, seed);
    const imageSha256 = await blobs().put(await encodePng({ rgb, width: SIDE, height: SIDE }));
    const data = { status: 'SUCCEEDED', imageSha256, finishedAt: new Date() } as const;
    await prisma().generation.update({ where: { id }, data });
  }
  await openSets();
}
