import { Readable } from 'node:stream';
import { gzipSync } from 'node:zlib';
import { describe, expect, test } from 'vitest';
import { at } from '@/lib/at';
import { rankVotes } from '@/lib/evaluation/leaderboard';
import { slicesOf } from '@/lib/evaluation/slices';
import { readVoteFile } from '@/scripts/vote-file';

const OUTCOMES = ['FIRST', 'SECOND', 'TIE', 'BOTH_BAD'];

/** As an export of ours had them before votes were held back. */
const own = (i: number) => ({
  id: `v${i}`,
  matchup: `m${i}`,
  at: `2026-01-01T00:00:0${i}.000Z`,
  question: 'ALIGNMENT',
  base: 'b',
  category: 'COLOR',
  form: 'SIMPLE',
  prompt: `p${i % 2}`,
  set: `s${i}`,
  first: 'vanilla@aaaa',
  second: 'ella@bbbb',
  outcome: OUTCOMES[i % 4],
  voter: `w${i}`,
  kind: 'SAMPLED',
  propensity: 0.5,
  gold: null,
  repeats: null,
  quarantined: false,
});
const EIGHT = Array.from({ length: 8 }, (_, i) => own(i));
const LINES = EIGHT.map((vote) => JSON.stringify(vote));
const GOOD = `${LINES.join('\n')}\n`;

/** `content` as a file gives it, in pieces that cut characters apart. */
async function read(content: string | Buffer, size = 7) {
  const bytes = Buffer.from(content);
  async function* pieces() {
    for (let i = 0; i < bytes.length; i += size) {
      yield await Promise.resolve(bytes.subarray(i, i + size));
    }
  }
  return readVoteFile(pieces());
}
const ids = async (content: string | Buffer) => (await read(content)).votes.map(({ id }) => id);
const EVERY_ID = EIGHT.map(({ id }) => id);

describe('an export of ours is read', () => {
  test.each([
    ['one vote a line', GOOD],
    ['without its last line end', GOOD.trimEnd()],
    ['with blank lines', `\n${GOOD.replaceAll('\n', '\n\n')}`],
    ['with the lines of Windows', GOOD.replaceAll('\n', '\r\n')],
    ['with a byte-order mark', `\uFEFF${GOOD}`],
    ['in UTF-16', Buffer.from(`\uFEFF${GOOD}`, 'utf16le')],
    ['in UTF-16 the other way round', Buffer.from(`\uFEFF${GOOD}`, 'utf16le').swap16()],
    ['as a list', JSON.stringify(EIGHT, null, 2)],
    ['packed', gzipSync(GOOD)],
    ['with more fields', GOOD.replaceAll('"quarantined"', '"country":"x","quarantined"')],
  ])('%s', async (_name, content) => {
    expect(await ids(content)).toEqual(EVERY_ID);
  });
});

test('votes that are there twice count once, which is said', async () => {
  const { votes, notes } = await read(GOOD + GOOD);
  expect(votes).toHaveLength(8);
  expect(notes).toEqual(['Votes that are there twice and count once: 8.']);
});

test('a model against itself is left out, which is said', async () => {
  const itself = JSON.stringify({ ...own(0), id: 'x', second: 'vanilla@aaaa' });
  const { votes, notes } = await read(`${GOOD}${itself}\n`);
  expect(votes).toHaveLength(8);
  expect(notes).toEqual(['Votes on a model against itself, left out: 1.']);
});

test('what is in no encoding that is known says so', async () => {
  const bytes = Buffer.from('{"model_a": "caf\u00e9"}\n', 'latin1');
  await expect(readVoteFile(Readable.from([bytes]))).rejects.toThrow(/no text in UTF-8 or UTF-16/);
});

test('no vote is no fault', async () => {
  for (const nothing of ['', '\n', '[]']) {
    expect(await read(nothing)).toEqual({ votes: [], notes: ['There is no vote in this file.'] });
  }
});

const wrong = (change: object) => `${at(LINES, 0)}\n${JSON.stringify({ ...own(1), ...change })}\n`;

test.each([
  ['a last line that is cut', GOOD.slice(0, -40), /^Line 8 is not JSON\. It is the last one.*cut/],
  ['a line that is no JSON', `${at(LINES, 0)}\n{oh\n${GOOD}`, /^Line 2 is not JSON\.$/],
  ['a list that is cut', JSON.stringify(EIGHT).slice(0, -9), /not whole JSON/],
  ['a propensity of 0', wrong({ propensity: 0 }), /^Line 2: propensity: must be above 0/],
  ['a propensity below 0', wrong({ propensity: -3 }), /^Line 2: propensity: must be above 0/],
  ['a propensity beyond 1', wrong({ propensity: 7 }), /^Line 2: propensity: must be 1 or less/],
  ['an id with two votes', wrong({ id: 'v0' }), /^Line 2: the id v0 is another vote's/],
  ['something else', 'name,age\nAda,36\n', /no votes.*model_a, model_b and winner/],
  ['a damaged gzip', gzipSync(GOOD).subarray(0, -20), /gzip is damaged/],
  ['one field too few', 'model_a,model_b,winner\na,b\n', /^Line 2 has 2 columns/],
  [
    'a winner that is none',
    'model_a,model_b,winner\na,b,draw\n',
    /^Line 2: winner: must be.*“draw”/,
  ],
  ['no winner', '[{"model_a":"a","model_b":"b"}]', /^Vote 1: winner/],
])('%s is refused by its line', async (_name, content, sentence) => {
  await expect(read(content)).rejects.toThrow(sentence);
});

const BATTLES = [
  { question_id: 'q1', model_a: 'm-alpha', model_b: 'm-beta', winner: 'model_a', judge: 'u1' },
  {
    question_id: 'q2',
    model_a: 'm-beta',
    model_b: 'm-alpha',
    winner: 'tie (bothbad)',
    judge: 'u2',
  },
].map((battle) => ({ ...battle, turn: 1, anony: true, language: 'Hindi', tstamp: 1700000000.1 }));

describe('battles of other arenas are read and ranked', () => {
  const TABLE = `model_a,model_b,winner,prompt\nm-alpha,m-beta,model_a,"one, and\n""two"""\nm-beta,m-alpha,tie (bothbad),x\n`;
  test.each([
    ['a list', JSON.stringify(BATTLES)],
    ['one a line', BATTLES.map((battle) => JSON.stringify(battle)).join('\n')],
    ['a table', TABLE],
    ['a table with semicolons', TABLE.replaceAll(',', ';')],
    [
      'a table with a column for each outcome',
      'id,model_a,model_b,winner_model_a,winner_model_b,winner_tie\n1,m-alpha,m-beta,1,0,0\n2,m-beta,m-alpha,0,0,1\n',
    ],
  ])('%s', async (name, content) => {
    const { votes, notes } = await read(content);
    expect(notes).toEqual([]);
    expect(votes.map(({ first, second, outcome }) => [first, second, outcome])).toEqual([
      ['m-alpha', 'm-beta', 'FIRST'],
      ['m-beta', 'm-alpha', name.includes('outcome') ? 'TIE' : 'BOTH_BAD'],
    ]);
    const [slice] = slicesOf(votes);
    const ranked = slice && rankVotes(slice).ranking;
    expect(ranked?.votes).toBe(2);
  });

  test('those that were not blind are left out, which is said', async () => {
    const { votes, notes } = await read(
      JSON.stringify([...BATTLES, { ...BATTLES[0], anony: false }]),
    );
    expect(votes).toHaveLength(2);
    expect(notes).toEqual(['Battles that were not blind (anony: false), left out: 1.']);
  });

  test('one question with several judges is several votes', async () => {
    const judges = ['u1', 'u2'].map((judge) => ({ ...BATTLES[0], judge }));
    expect((await read(JSON.stringify(judges))).votes).toHaveLength(2);
  });
});
