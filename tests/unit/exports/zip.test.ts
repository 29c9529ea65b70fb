import { crc32 } from 'node:zlib';
import { expect, test } from 'vitest';
import { zip, type ZipEntry } from '@/lib/exports/zip';

async function archive(entries: readonly ZipEntry[]): Promise<Buffer> {
  async function* each() {
    yield* entries;
    await Promise.resolve();
  }
  const parts: Uint8Array[] = [];
  for await (const part of zip(each())) parts.push(part);
  return Buffer.concat(parts);
}

/** The files of an archive, found as programs do: by its end, its directory, and what that points to. */
function read(bytes: Buffer): ZipEntry[] {
  const end = bytes.length - 22;
  expect(bytes.readUInt32LE(end)).toBe(0x06054b50);
  let at = bytes.readUInt32LE(end + 16);
  expect(bytes.readUInt32LE(end + 12)).toBe(end - at);
  return Array.from({ length: bytes.readUInt16LE(end + 10) }, () => {
    expect(bytes.readUInt32LE(at)).toBe(0x02014b50);
    const [size, nameLength] = [bytes.readUInt32LE(at + 20), bytes.readUInt16LE(at + 28)];
    const local = bytes.readUInt32LE(at + 42);
    expect(bytes.readUInt32LE(local)).toBe(0x04034b50);
    // Both say the same of it.
    expect(bytes.subarray(local + 4, local + 30)).toEqual(bytes.subarray(at + 6, at + 32));
    const begin = local + 30 + bytes.readUInt16LE(local + 26);
    const content = bytes.subarray(begin, begin + size);
    expect(bytes.readUInt32LE(at + 16)).toBe(crc32(content));
    const name = bytes.toString('utf8', at + 46, at + 46 + nameLength);
    at += 46 + nameLength;
    return { name, bytes: new Uint8Array(content) };
  });
}

test('an archive has the files that were put into it', async () => {
  const entries = [
    { name: 'vanilla-1.png', bytes: Uint8Array.from([1, 2, 3]) },
    { name: 'métodos-2.png', bytes: new Uint8Array(70_000).fill(7) },
    { name: 'empty.png', bytes: new Uint8Array() },
  ];
  expect(read(await archive(entries))).toEqual(entries);
  expect(read(await archive([]))).toEqual([]);
});
