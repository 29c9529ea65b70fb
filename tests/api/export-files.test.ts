import { createHash } from 'node:crypto';
import { readdir, rm } from 'node:fs/promises';
import { promisify } from 'node:util';
import { brotliDecompress, gunzip } from 'node:zlib';
import { parquetReadObjects } from 'hyparquet';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import { closeVoters } from '@/lib/arena/voters';
import { config } from '@/lib/config';
import { asJsonl } from '@/lib/exports/dataset';
import { DATASETS } from '@/lib/exports/datasets';
import { make } from '@/lib/exports/export-folder';
import { leaveArena } from '@/lib/arena/rotation';
import { moderate } from '@/lib/moderation/moderate';
import { prisma } from '@/lib/store/database';
import { fillArena, fillWithVotes, Visitor } from '../support/arena';
import { startDatabase } from '../support/database';
import { exported, exportedLines } from '../support/exports';
import { statementsOf } from '../support/statements';

let stop: () => Promise<void>;
beforeAll(async () => {
  stop = await startDatabase();
  await fillWithVotes();
  // What is decided of these is published at once.
  await fillArena(6, 'COLOR', 1);
});
afterAll(async () => {
  closeVoters();
  await stop();
});

const FILE = 'votes.jsonl';
const folder = () => readdir(config().exportsDir);
const sha256 = (bytes: Uint8Array) => createHash('sha256').update(bytes).digest('hex');
const body = async (answer: Response) => Buffer.from(await answer.arrayBuffer());

/** The lines as the database has them now, whatever has been made of it. */
async function fresh(name: string): Promise<string> {
  const lines: Uint8Array[] = [];
  const dataset = DATASETS[name];
  if (dataset) for await (const line of asJsonl(dataset)) lines.push(line);
  return Buffer.concat(lines).toString();
}

test('twenty who download at once have it made once, and whoever comes later has it as it is', async () => {
  const rows = (statements: readonly string[]) =>
    statements.filter((text) => text.includes('v."createdAt" AS at')).length;
  const [once, first] = await statementsOf(() => exportedLines('votes'));
  expect(rows(first)).toBe(1);
  const [, later] = await statementsOf(() => exportedLines('votes'));
  expect(rows(later)).toBe(0);
  await new Visitor().decide('LEFT');
  const [texts, statements] = await statementsOf(() =>
    Promise.all(Array.from({ length: 20 }, () => exportedLines('votes'))),
  );
  expect(rows(statements)).toBe(1);
  expect(new Set(texts).size).toBe(1);
  expect(texts[0]).toBe(await fresh('votes'));
  expect(texts[0]).not.toBe(once);
  // Of a former state nothing is left.
  expect((await folder()).filter((name) => name.startsWith('votes-'))).toHaveLength(1);
});

test('whoever has the file is told so in a few bytes', async () => {
  const answer = await exported(FILE);
  const etag = answer.headers.get('etag') ?? '';
  expect(etag).toBe(`"${sha256(await body(answer))}"`);
  expect(answer.headers.get('cache-control')).toBe('public, no-cache');
  for (const header of [etag, `W/${etag}`, `"x", ${etag}`, '*']) {
    const again = await exported(FILE, { 'if-none-match': header });
    expect(again.status).toBe(304);
    expect(again.headers.get('etag')).toBe(etag);
    expect(again.body).toBeNull();
  }
  const other = await exported(FILE, { 'if-none-match': '"x"' });
  expect(other.status).toBe(200);
  await other.body?.cancel();
  const head = await exported(FILE, {}, 'HEAD');
  expect(head.status).toBe(200);
  expect(head.body).toBeNull();
  expect(head.headers.get('content-length')).toBe(answer.headers.get('content-length'));
});

test('a download that broke off goes on where it was, unless the file is another one', async () => {
  const answer = await exported(FILE);
  const whole = await body(answer);
  const etag = answer.headers.get('etag') ?? '';
  expect(answer.headers.get('accept-ranges')).toBe('bytes');
  const size = whole.length;
  for (const [range, from, to] of [
    ['bytes=0-99', 0, 99],
    ['bytes=1000-', 1000, size - 1],
    ['bytes=-10', size - 10, size - 1],
    [`bytes=${size - 1}-${size + 50}`, size - 1, size - 1],
  ] as const) {
    const part = await exported(FILE, { range, 'if-range': etag });
    expect(part.status).toBe(206);
    expect(part.headers.get('content-range')).toBe(`bytes ${from}-${to}/${size}`);
    expect(Number(part.headers.get('content-length'))).toBe(to - from + 1);
    expect((await body(part)).equals(whole.subarray(from, to + 1))).toBe(true);
  }
  const beyond = await exported(FILE, { range: `bytes=${size}-` });
  expect(beyond.status).toBe(416);
  expect(beyond.headers.get('content-range')).toBe(`bytes */${size}`);
  // What is no range, several, of another file or of another unit: all of it.
  for (const headers of [
    { range: 'bytes=0-9', 'if-range': '"x"' },
    { range: 'bytes=0-9', 'if-range': `W/${etag}` },
    { range: 'bytes=0-9', 'if-range': 'Wed, 21 Oct 2026 07:28:00 GMT' },
    { range: 'bytes=0-9, 20-29' },
    { range: 'lines=0-9' },
    { range: 'nonsense' },
  ]) {
    const all = await exported(FILE, headers);
    expect(all.status).toBe(200);
    expect((await body(all)).equals(whole)).toBe(true);
  }
});

test.each([
  ['gzip', 'gzip', promisify(gunzip)],
  ['br', 'gzip, deflate, br', promisify(brotliDecompress)],
] as const)('lines are sent as %s to whoever can read it', async (coding, accepted, unpack) => {
  const plain = await body(await exported(FILE, { 'accept-encoding': 'identity' }));
  const answer = await exported(FILE, { 'accept-encoding': accepted });
  expect(answer.headers.get('content-encoding')).toBe(coding);
  expect(answer.headers.get('vary')).toBe('accept-encoding');
  const packed = await body(answer);
  expect(packed.length).toBeLessThan(plain.length / 3);
  expect((await unpack(packed)).equals(plain)).toBe(true);
  expect(answer.headers.get('etag')).toBe(`"${sha256(packed)}"`);
  const part = await exported(FILE, { 'accept-encoding': accepted, range: 'bytes=5-9' });
  expect((await body(part)).equals(packed.subarray(5, 10))).toBe(true);
});

test('nobody gets what they cannot read', async () => {
  for (const headers of [{}, { 'accept-encoding': 'zstd' }, { 'accept-encoding': 'gzip;q=0' }]) {
    const answer = await exported(FILE, headers);
    expect(answer.headers.get('content-encoding')).toBeNull();
    await answer.body?.cancel();
  }
  const parquet = await exported('votes.parquet', { 'accept-encoding': 'gzip, br' });
  expect(parquet.headers.get('content-encoding')).toBeNull();
  await parquet.body?.cancel();
});

test('Parquet says what the lines say, and comes in parts, too', async () => {
  const answer = await exported('votes.parquet');
  const whole = await body(answer);
  const file = new Uint8Array(whole).buffer;
  const row = z.looseObject({ id: z.string() });
  const ids = (await parquetReadObjects({ file })).map((read) => row.parse(read).id);
  const lines = (await exportedLines('votes')).trim().split('\n');
  expect(ids).toEqual(lines.map((line) => row.parse(JSON.parse(line)).id));
  const part = await exported('votes.parquet', { range: 'bytes=-8' });
  expect((await body(part)).toString('latin1').slice(4)).toBe('PAR1');
});

test('every change of what is exported is seen by the next who asks', async () => {
  let last = '';
  const check = async (what: string) => {
    for (const name of Object.keys(DATASETS)) {
      expect(await exportedLines(name), `${name} after ${what}`).toBe(await fresh(name));
    }
    const before = last;
    last = await exportedLines('votes');
    return last !== before;
  };
  await check('nothing');
  const visitor = new Visitor();
  const { key } = await visitor.draw();
  expect(await check('a draw')).toBe(false);
  await visitor.vote(key, 'ALIGNMENT', 'LEFT');
  expect(await check('a first answer, which is hidden')).toBe(false);
  await visitor.skip(key);
  expect(await check('its end, while its set is in the arena')).toBe(false);
  const set = { matchups: { some: { id: key } } };
  await prisma().comparison.updateMany({ where: set, data: { judgements: 0 } });
  await leaveArena();
  expect(await check('a set that leaves the arena')).toBe(true);
  await new Visitor().decide('TIE');
  expect(await check('a vote')).toBe(true);
  const { id: voterId } = await prisma().voter.findFirstOrThrow({
    where: { matchups: { some: { publishedAt: { not: null } } } },
  });
  await prisma().quarantine.create({ data: { voterId, reasons: [] } });
  expect(await check('a quarantine')).toBe(true);
  await prisma().quarantine.updateMany({ where: { voterId }, data: { liftedAt: new Date() } });
  expect(await check('its end')).toBe(true);
  const { id: promptId } = await prisma().prompt.findFirstOrThrow();
  await prisma().enrichment.create({
    data: { promptId, text: 'long', status: 'SUCCEEDED', facts: [], finishedAt: new Date() },
  });
  await check('an enrichment');
  await moderate({ subject: 'PROMPT', id: promptId }, 'HIDDEN', 'because', 'token');
  await check('a prompt that is hidden');
  await prisma().model.updateMany({ data: { status: 'RETIRED' } });
  await check('the end of a model');
});

test('what cannot be finished leaves nothing behind', async () => {
  const before = await folder();
  async function* broken() {
    yield await Promise.resolve(Buffer.from('half'));
    throw new Error('The database has gone.');
  }
  await expect(make(broken(), () => 'votes-x.jsonl')).rejects.toThrow('The database has gone.');
  expect(await folder()).toEqual(before);
});

test('files that somebody removed are made again', async () => {
  const text = await exportedLines('votes');
  await rm(config().exportsDir, { recursive: true });
  expect(await exportedLines('votes')).toBe(text);
  const packed = await exported(FILE, { 'accept-encoding': 'gzip' });
  expect(packed.status).toBe(200);
  await packed.body?.cancel();
});
