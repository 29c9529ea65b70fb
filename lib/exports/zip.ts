import { crc32 } from 'node:zlib';

/** A file in an archive; pictures are compressed already, so that nothing here is. */
export interface ZipEntry {
  readonly name: string;
  readonly bytes: Uint8Array;
}

const LOCAL = 0x04034b50;
const CENTRAL = 0x02014b50;
const END = 0x06054b50;
/** Version 2.0 of the format; names are UTF-8. */
const VERSION = 20;
const UTF8 = 0x0800;
/** 1 January 1980, the first day that the format knows: the same files are the same archive. */
const NO_DATE = 0x21;

function numbers(...fields: readonly (readonly [value: number, bytes: 2 | 4])[]): Buffer {
  const buffer = Buffer.alloc(fields.reduce((sum, [, bytes]) => sum + bytes, 0));
  let offset = 0;
  for (const [value, bytes] of fields) offset = buffer.writeUIntLE(value, offset, bytes);
  return buffer;
}

/** What the file itself and the directory say of it alike. */
function described({ name, bytes }: ZipEntry): Buffer {
  const size = bytes.length;
  return numbers(
    ...([
      [VERSION, 2],
      [UTF8, 2],
      [0, 2],
      [0, 2],
      [NO_DATE, 2],
    ] as const),
    ...([
      [crc32(bytes), 4],
      [size, 4],
      [size, 4],
      [Buffer.byteLength(name), 2],
      [0, 2],
    ] as const),
  );
}

/** An archive (PKWARE's ZIP, without compression), file by file, so that none has to wait for the others. */
export async function* zip(
  entries: AsyncIterable<ZipEntry>,
): AsyncGenerator<Uint8Array, undefined> {
  const directory: Buffer[] = [];
  let offset = 0;
  for await (const entry of entries) {
    const name = Buffer.from(entry.name);
    const local = Buffer.concat([numbers([LOCAL, 4]), described(entry), name]);
    directory.push(
      numbers([CENTRAL, 4], [VERSION, 2]),
      described(entry),
      numbers([0, 2], [0, 2], [0, 2], [0, 4], [offset, 4]),
      name,
    );
    offset += local.length + entry.bytes.length;
    yield local;
    yield entry.bytes;
  }
  const central = Buffer.concat(directory);
  const count = directory.length / 4;
  yield central;
  yield numbers(
    ...([
      [END, 4],
      [0, 2],
      [0, 2],
      [count, 2],
      [count, 2],
    ] as const),
    ...([
      [central.length, 4],
      [offset, 4],
      [0, 2],
    ] as const),
  );
  return undefined;
}
