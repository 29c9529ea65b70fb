import { open, type FileHandle } from 'node:fs/promises';
import parseRange from 'range-parser';
import type { Made } from '@/lib/exports/export-folder';

const CHUNK = 64 * 1024;

/** The bytes from `start` to `end` of an open file, which it closes. */
function bytesOf(handle: FileHandle, start: number, end: number): ReadableStream<Uint8Array> {
  let position = start;
  return new ReadableStream({
    async pull(controller) {
      const length = Math.min(CHUNK, end - position + 1);
      if (length <= 0) {
        await handle.close();
        controller.close();
        return;
      }
      const { bytesRead, buffer } = await handle.read(Buffer.alloc(length), 0, length, position);
      position += bytesRead;
      controller.enqueue(new Uint8Array(buffer.subarray(0, bytesRead)));
    },
    async cancel() {
      await handle.close();
    },
  });
}

const isListed = (header: string | null, etag: string) =>
  header?.split(',').some((one) => ['*', etag].includes(one.trim().replace(/^W\//, ''))) ?? false;

/** The one range that is asked for; -1 where the file has none of it, undefined where all of it is to be sent. */
function rangeOf(headers: Headers, etag: string, size: number) {
  const asked = headers.get('range');
  const condition = headers.get('if-range');
  // Dates are not told, so a date is none of ours.
  if (asked === null || (condition !== null && condition !== etag)) return undefined;
  const ranges = parseRange(size, asked);
  if (ranges === -1) return -1;
  const [first, ...others] = ranges === -2 || ranges.type !== 'bytes' ? [] : ranges;
  // Several would need a multipart answer, which nobody who downloads asks for.
  return others.length > 0 ? undefined : first;
}

/** Answers with a finished file: whole, the part that is asked for, or nothing where the client has it. */
export async function answerWith(
  file: Made,
  request: Request,
  own: Readonly<Record<string, string>>,
): Promise<Response> {
  const etag = `"${file.sha256}"`;
  const headers = {
    ...own,
    etag,
    'accept-ranges': 'bytes',
    // Kept by whoever likes, and asked for anew each time.
    'cache-control': 'public, no-cache',
  };
  if (isListed(request.headers.get('if-none-match'), etag)) {
    return new Response(null, { status: 304, headers });
  }
  const range = rangeOf(request.headers, etag, file.bytes);
  if (range === -1) {
    return new Response(null, {
      status: 416,
      headers: { ...headers, 'content-range': `bytes */${file.bytes}` },
    });
  }
  const { start, end } = range ?? { start: 0, end: file.bytes - 1 };
  const length = { 'content-length': String(end - start + 1) };
  const part = { 'content-range': `bytes ${start}-${end}/${file.bytes}` };
  const told = { ...headers, ...length, ...(range ? part : {}) };
  const status = range ? 206 : 200;
  if (request.method === 'HEAD') return new Response(null, { status, headers: told });
  return new Response(bytesOf(await open(file.path), start, end), { status, headers: told });
}
