import sharp from 'sharp';
import { blobs } from './blobs';

/** Larger pictures are made smaller: none is painted larger than that. */
const MOST_SIDE = 1024;
const MOST_PIXELS = 40_000_000;
const FORMATS = ['png', 'jpeg', 'webp', 'heif'];

/** A file that somebody brought and that is no picture of ours to work with. */
export class PictureError extends Error {
  override readonly name = 'PictureError';
}

/**
 * Keeps a picture that somebody brought, as a PNG without anything but its pixels: no place, no camera. Returns
 * the SHA-256 of that file. Throws PictureError with one sentence.
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
  return blobs().put(png);
}
