import { Readable } from 'node:stream';
import { isDeepStrictEqual } from 'node:util';
import { createGunzip } from 'node:zlib';
import { arenaVote, type ArenaVote } from '@/lib/evaluation/arena-votes';
import { isBattle, voteOfBattle } from '@/lib/evaluation/battles';
import { csvRecords } from '@/lib/evaluation/csv';
import { decoderFor } from '@/lib/decoded-text';

/** The votes of a file, and what is to be said of those that are not among them. */
export interface VoteFile {
  readonly votes: readonly ArenaVote[];
  readonly notes: readonly string[];
}

async function* afterFirst(first: Uint8Array, rest: AsyncIterator<Uint8Array>) {
  yield first;
  for (let next = await rest.next(); !next.done; next = await rest.next()) yield next.value;
}

/** The text in `bytes`: gzip or not, in the encoding that its byte-order mark says. */
async function* textIn(bytes: AsyncIterable<Uint8Array>): AsyncGenerator<string> {
  const chunks = bytes[Symbol.asyncIterator]();
  const begun = await chunks.next();
  if (begun.done) return;
  const [one, two] = begun.value;
  const whole = afterFirst(begun.value, chunks);
  if (one === 0x1f && two === 0x8b) {
    const unpacked = Readable.from(whole).pipe(createGunzip());
    try {
      yield* textIn(unpacked);
    } catch (error) {
      const isPacked = error instanceof Error && 'errno' in error;
      throw isPacked ? new Error('The gzip is damaged, or was cut; get the file again.') : error;
    }
    return;
  }
  const decoder = decoderFor(begun.value);
  try {
    for await (const chunk of whole) yield decoder.decode(chunk, { stream: true });
    yield decoder.decode();
  } catch (error) {
    if (!(error instanceof TypeError)) throw error;
    throw new Error('This is no text in UTF-8 or UTF-16; save the votes as UTF-8.', {
      cause: error,
    });
  }
}

async function* linesOf(text: AsyncIterable<string>): AsyncGenerator<string> {
  let open = '';
  for await (const chunk of text) {
    const lines = `${open}${chunk}`.split('\n');
    open = lines.pop() ?? '';
    for (const line of lines) yield line.replace(/\r$/, '');
  }
  if (open !== '') yield open;
}

interface Found {
  /** As sentences name it: "Line 3". */
  readonly place: string;
  readonly data: unknown;
}

function* fromArray(text: string): Generator<Found> {
  let data: unknown;
  try {
    data = JSON.parse(text);
  } catch (error) {
    const why = error instanceof Error ? error.message : '';
    throw new Error(`This is not whole JSON; the file may have been cut. (${why})`, {
      cause: error,
    });
  }
  if (!Array.isArray(data)) throw new Error('This JSON is no list of votes.');
  const list: readonly unknown[] = data;
  for (const [i, one] of list.entries()) yield { place: `Vote ${i + 1}`, data: one };
}

async function* fromJsonLines(lines: AsyncIterable<string>): AsyncGenerator<Found> {
  let number = 0;
  let broken = 0;
  for await (const line of lines) {
    number += 1;
    if (line.trim() === '') continue;
    if (broken > 0) break;
    let data: unknown;
    try {
      data = JSON.parse(line);
    } catch {
      broken = number;
      continue;
    }
    yield { place: `Line ${number}`, data };
  }
  if (broken === 0) return;
  const isLast = broken === number;
  throw new Error(
    `Line ${broken} is not JSON.${isLast ? ' It is the last one: the file may have been cut; get it again.' : ''}`,
  );
}

async function* records(text: AsyncIterable<string>): AsyncGenerator<Found> {
  const lines = linesOf(text);
  const before: string[] = [];
  let first = '';
  for (let next = await lines.next(); !next.done && first === '';) {
    before.push(next.value);
    first = next.value.trim();
    if (first === '') next = await lines.next();
  }
  if (first === '') return;
  const whole = (async function* () {
    yield* before;
    yield* lines;
  })();
  if (first.startsWith('[')) {
    let all = '';
    for await (const line of whole) all += `${line}\n`;
    yield* fromArray(all);
  } else if (first.startsWith('{')) {
    yield* fromJsonLines(whole);
  } else if (first.includes('model_a')) {
    for await (const { line, record } of csvRecords(whole)) {
      yield { place: `Line ${line}`, data: record };
    }
  } else {
    throw new Error(
      'These are no votes: a file has one vote a line as JSON, as /exports/votes.jsonl has them, or battles with ' +
        'model_a, model_b and winner as a list of JSON, one a line, or a table (CSV) with these names in its first line.',
    );
  }
}

/**
 * The votes of an export of ours, or of the battles of another arena: a list in JSON, one a line, or a table; plain or
 * gzip; UTF-8 or UTF-16. Throws Error with one sentence that names the line.
 */
export async function readVoteFile(bytes: AsyncIterable<Uint8Array>): Promise<VoteFile> {
  const votes = new Map<string, ArenaVote>();
  const left = { doubled: 0, itself: 0, open: 0 };
  for await (const { place, data } of records(textIn(bytes))) {
    const vote = isBattle(data) ? voteOfBattle(data, place) : arenaVote(data, place);
    if (!vote) {
      left.open += 1;
      continue;
    }
    const same = votes.get(vote.id);
    if (same && !isDeepStrictEqual(same, vote)) {
      throw new Error(
        `${place}: the id ${vote.id} is another vote's, too; each has one of its own.`,
      );
    }
    if (same) left.doubled += 1;
    else if (vote.first === vote.second) left.itself += 1;
    else votes.set(vote.id, vote);
  }
  const notes = [
    left.doubled > 0 && `Votes that are there twice and count once: ${left.doubled}.`,
    left.itself > 0 && `Votes on a model against itself, left out: ${left.itself}.`,
    left.open > 0 && `Battles that were not blind (anony: false), left out: ${left.open}.`,
    votes.size === 0 && 'There is no vote in this file.',
  ];
  return { votes: [...votes.values()], notes: notes.filter((note) => note !== false) };
}
