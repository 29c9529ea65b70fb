import { expect, test } from 'vitest';
import { answerAs, Away } from '@/app/components/reached';
import { isAway } from '@/app/vote/arena';

const shape = (json: unknown) =>
  typeof json === 'object' && json && 'data' in json ? json : undefined;
const page = '<html><head><title>502 Bad Gateway</title></head></html>';
const answered = (body: string, status = 200) => Promise.resolve(new Response(body, { status }));

async function problem(asked: Promise<Response>): Promise<Away> {
  const error: unknown = await answerAs(asked, shape).catch((reason: unknown) => reason);
  if (error instanceof Away) return error;
  throw new Error(`This is none: ${String(error)}`);
}

test('what the server answers is read, whatever its status', async () => {
  expect(await answerAs(answered('{"data":1}'), shape)).toEqual({ data: 1 });
  expect(await answerAs(answered('{"data":1}', 400), shape)).toEqual({ data: 1 });
});

test.each([
  ['a page', page, 502],
  ['a page that says all is well', page, 200],
  ['nothing', '', 504],
  ['JSON that is not ours', '{"error":"upstream"}', 503],
])('%s of a proxy gives a sentence that names the status', async (_name, body, status) => {
  const error = await problem(answered(body, status));
  expect(error.message).toBe(
    `The server does not answer just now, but something before it does (status ${status}); try again in a minute.`,
  );
  expect(isAway(error)).toBe(true);
});

test('a file that a proxy finds too large is said to be', async () => {
  expect((await problem(answered(page, 413))).message).toMatch(/larger than a proxy/);
});

test('no network gives a sentence, also in the middle of an answer', async () => {
  const failing = new ReadableStream({
    pull: (body) => body.error(new TypeError('network error')),
  });
  for (const asked of [
    Promise.reject(new TypeError('Failed to fetch')),
    Promise.resolve(new Response(failing)),
  ]) {
    const error = await problem(asked);
    expect(error.message).toMatch(/cannot be reached just now/);
    expect(isAway(error)).toBe(true);
  }
});

test('what was left on purpose is no fault of the network', async () => {
  const left = new DOMException('left', 'AbortError');
  await expect(answerAs(Promise.reject(left), shape)).rejects.toBe(left);
});
