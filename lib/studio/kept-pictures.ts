import sharp from 'sharp';
import { blobs, sha256 } from '@/lib/store/blobs';
import { prisma } from '@/lib/store/database';

/** Larger pictures are made smaller: none is painted larger than that. */
const MOST_SIDE = 1024;
const MOST_PIXELS = 40_000_000;
const FORMATS = ['png', 'jpeg', 'webp', 'heif'];

/** A picture that nothing was begun from is kept for so long. */
const KEPT_MS = 24 * 60 * 60_000;

/** A file that somebody brought and that is no picture of ours to work with. */
export class PictureError extends Error {
  override readonly name = 'PictureError';
}

/**
 * Keeps a picture that somebody brought, as a PNG without anything but its pixels: no place, no camera. Returns
 * the SHA-256 of that file. It is forgotten after a day unless something was begun from it. Throws PictureError
 * with one sentence.
 */
export async function keepPicture(bytes: Uint8Array): Promise<string> {
  const picture = bytes.length > 0 && sharp(bytes, { limitInputPixels: MOST_PIXELS });
  const kind = picture && (await picture.metadata().catch(() => undefined));
  if (!kind || !FORMATS.includes(kind.format)) {
    throw new PictureError('This is no PNG, JPEG, WebP or AVIF picture, or one that is too large.');
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
  await remember(sha256(png));
  return blobs().put(png);
}

/** Notes when the picture was brought, before it is stored; one that is here for another reason stays for that. */
async function remember(hash: string): Promise<void> {
  const keptAt = new Date();
  const { count } = await prisma().keptPicture.updateMany({
    where: { sha256: hash },
    data: { keptAt },
  });
  if (count > 0 || (await blobs().has(hash))) return;
  await prisma().keptPicture.upsert({
    where: { sha256: hash },
    create: { sha256: hash, keptAt },
    update: { keptAt },
  });
}

/** Deletes the pictures that were brought more than a day before `now` and that nothing was begun from. */
export async function forgetPictures(now: Date): Promise<void> {
  const before = new Date(now.getTime() - KEPT_MS);
  const old = await prisma().keptPicture.findMany({ where: { keptAt: { lt: before } } });
  for (const { sha256: hash } of old) {
    const begun = await prisma().generation.count({ where: { initialSha256: hash } });
    // Another worker may forget it in the same moment, or somebody bring it again.
    const { count } = await prisma().keptPicture.deleteMany({
      where: { sha256: hash, keptAt: { lt: before } },
    });
    if (count > 0 && begun === 0) await blobs().delete(hash);
  }
}
