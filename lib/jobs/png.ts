import { crc32 as crc } from 'node:zlib';
import sharp from 'sharp';
import type { RgbImage } from '@/lib/diffusion/image';

/** Where a PNG's first chunk (IHDR, always 25 bytes) ends: 8 bytes of signature before it. */
const AFTER_HEADER = 8 + 25;

/**
 * An uncompressed iTXt chunk, which unlike tEXt may hold any language.
 * PNG specification, third edition, §11.3.3.4.
 */
function textChunk(keyword: string, text: string): Buffer {
  const body = Buffer.concat([
    Buffer.from('iTXt'),
    Buffer.from(`${keyword}\0\0\0\0\0`, 'latin1'),
    Buffer.from(text, 'utf8'),
  ]);
  const chunk = Buffer.alloc(body.length + 8);
  chunk.writeUInt32BE(body.length - 4, 0);
  body.copy(chunk, 4);
  chunk.writeUInt32BE(crc(body), body.length + 4);
  return chunk;
}

/** `image` as a PNG file that carries `texts` by keyword. */
export async function encodePng(
  image: RgbImage,
  texts: Readonly<Record<string, string>> = {},
): Promise<Uint8Array> {
  const { rgb, width, height } = image;
  const png = await sharp(rgb, { raw: { width, height, channels: 3 } })
    .png()
    .toBuffer();
  const chunks = Object.entries(texts).map(([keyword, text]) => textChunk(keyword, text));
  return Buffer.concat([png.subarray(0, AFTER_HEADER), ...chunks, png.subarray(AFTER_HEADER)]);
}

/** A picture file as RGB of that size: scaled to cover it, and cut around the middle. */
export async function decodePicture(
  bytes: Uint8Array,
  width: number,
  height: number,
): Promise<RgbImage> {
  const rgb = await sharp(bytes).resize(width, height).removeAlpha().raw().toBuffer();
  return { rgb, width, height };
}
