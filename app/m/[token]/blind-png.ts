import { crc32 } from 'node:zlib';
import sharp from 'sharp';

/** Files are padded to a power of two, so that a length tells hardly anything. */
function sizeClass(bytes: number): number {
  return 2 ** Math.ceil(Math.log2(bytes));
}

/** Length, type and CRC of a PNG chunk. */
const CHUNK_OVERHEAD = 12;

/** IEND: always the last twelve bytes. */
const END_BYTES = 12;

/** `png` with a private chunk that no decoder reads (PNG, third edition, §5.4), `size` bytes in all. */
function padded(png: Buffer, size: number): Uint8Array<ArrayBuffer> {
  const chunk = Buffer.alloc(size - png.length);
  chunk.writeUInt32BE(chunk.length - CHUNK_OVERHEAD, 0);
  chunk.write('paDd', 4, 'latin1');
  chunk.writeUInt32BE(crc32(chunk.subarray(4, -4)), chunk.length - 4);
  return Uint8Array.from(
    Buffer.concat([png.subarray(0, -END_BYTES), chunk, png.subarray(-END_BYTES)]),
  );
}

/** The pixels and nothing else, always encoded alike. */
async function plain(png: Uint8Array): Promise<Buffer> {
  return sharp(png).removeAlpha().png({ compressionLevel: 9, adaptiveFiltering: true }).toBuffer();
}

/**
 * `png` without its metadata, and as long as the picture beside it would be: both get the length class
 * of the larger one.
 */
export async function blindPng(
  png: Uint8Array,
  beside: Uint8Array,
): Promise<Uint8Array<ArrayBuffer>> {
  const [own, other] = await Promise.all([plain(png), plain(beside)]);
  return padded(own, sizeClass(Math.max(own.length, other.length) + CHUNK_OVERHEAD));
}
