import sharp from 'sharp';
import { blobs, sha256 } from '@/lib/store/blobs';
import { pool, prisma } from '@/lib/store/database';
import type { Prisma } from '@/lib/store/generated/client';
import { whenThereIsRoom } from './decoding';

/** Larger pictures are made smaller: none is painted larger than that. */
const MOST_SIDE = 1024;
const MOST_PIXELS = 40_000_000;
/** However few the pixels, each line and each column costs. */
const MOST_BROUGHT_SIDE = 16_384;

/** How files of PNG, JPEG, WebP and AVIF begin: others are not given to their readers. */
const BEGINNINGS = /^(\x89PNG\r\n|\xff\xd8\xff|RIFF.{4}WEBP|.{4}ftyp)/s;
const FORMATS = ['png', 'jpeg', 'webp', 'heif'];

/** A picture that nothing was begun from is kept for so long. */
const KEPT_MS = 24 * 60 * 60_000;

/** A file that somebody brought and that is no picture of ours to work with. */
export class PictureError extends Error {
  override readonly name = 'PictureError';
}

/** The picture as a PNG file of its pixels alone. Throws PictureError. */
async function pixelsOf(bytes: Uint8Array): Promise<Buffer> {
  const begins = BEGINNINGS.test(Buffer.from(bytes.subarray(0, 12)).toString('latin1'));
  const picture = begins && sharp(bytes, { limitInputPixels: MOST_PIXELS });
  const kind = picture && (await picture.metadata().catch(() => undefined));
  if (!kind || !FORMATS.includes(kind.format)) {
    throw new PictureError('This is no PNG, JPEG, WebP or AVIF picture, or one that is too large.');
  }
  if (Math.max(kind.width, kind.height) > MOST_BROUGHT_SIDE) {
    throw new PictureError(
      `This picture is too large: none of its sides may have more than ${MOST_BROUGHT_SIDE} pixels.`,
    );
  }
  const png = await picture
    .autoOrient()
    .resize(MOST_SIDE, MOST_SIDE, { fit: 'inside', withoutEnlargement: true })
    .flatten({ background: 'white' })
    .toColourspace('srgb')
    .png()
    .toBuffer()
    .catch(() => undefined);
  if (!png) throw new PictureError('This picture is damaged: it cannot be read to its end.');
  return png;
}

/**
 * Keeps a picture that somebody brought, as a PNG without anything but its pixels: no place, no camera. Returns
 * the SHA-256 of that file. It is forgotten after a day unless something was begun from it, or with whoever brought it, who
 * is asked for once it is certain that it is a picture. Throws PictureError with one sentence, or QueueFull where many are
 * brought at once.
 */
export async function keepPicture(
  bytes: Uint8Array,
  broughtBy: () => Promise<string | null> = () => Promise.resolve(null),
): Promise<string> {
  const png = await whenThereIsRoom(() => pixelsOf(bytes));
  await remember(sha256(png), await broughtBy());
  return blobs().put(png);
}

/** Notes when the picture was brought, before it is stored; one that is here for another reason stays for that. */
async function remember(hash: string, broughtById: string | null): Promise<void> {
  const brought = { keptAt: new Date(), broughtById };
  const { count } = await prisma().keptPicture.updateMany({
    where: { sha256: hash },
    data: brought,
  });
  if (count > 0 || (await blobs().has(hash))) return;
  await prisma().keptPicture.upsert({
    where: { sha256: hash },
    create: { sha256: hash, ...brought },
    update: brought,
  });
}

/**
 * For a transaction that takes these files from what they were of: they are forgotten by the next `forgetPictures`, unless
 * somebody has brought the same and may begin from it.
 */
export async function letGo(tx: Prisma.TransactionClient, files: readonly string[]): Promise<void> {
  const data = files.map((sha256) => ({ sha256, keptAt: new Date(0) }));
  await tx.keptPicture.createMany({ data, skipDuplicates: true });
}

/** Whether any picture has the file, or begins from it, or a figure of a model is it. */
const USED = `SELECT EXISTS (
    SELECT 1 FROM "Generation"
    WHERE "imageSha256" = $1 OR "initialSha256" = $1 OR "previewSha256" = $1)
  OR EXISTS (SELECT 1 FROM "Base" WHERE strpos(figures::text, $1) > 0) AS used`;

async function isUsed(sha256: string): Promise<boolean> {
  const { rows } = await pool().query<{ used: boolean }>(USED, [sha256]);
  return rows[0]?.used !== false;
}

/** Deletes the files that were let go, or brought more than a day before `now`, and that no picture has. */
export async function forgetPictures(now: Date): Promise<void> {
  const before = new Date(now.getTime() - KEPT_MS);
  const old = await prisma().keptPicture.findMany({ where: { keptAt: { lt: before } } });
  for (const { sha256: hash } of old) {
    const used = await isUsed(hash);
    // Another worker may forget it in the same moment, or somebody bring it again.
    const { count } = await prisma().keptPicture.deleteMany({
      where: { sha256: hash, keptAt: { lt: before } },
    });
    if (count > 0 && !used) await blobs().delete(hash);
  }
}
