import { readFile } from 'node:fs/promises';
import fc from 'fast-check';
import { expect, test } from 'vitest';
import { untilStop } from '@/lib/enrichment/stop';
import { keptFacts } from '@/lib/enrichment/kept-facts';
import { arenaVoteSchema, parseVoteLine, type ArenaVote } from '@/lib/evaluation/arena-votes';
import { promptFacts } from '@/lib/evaluation/facts';
import { labelsSchema } from '@/lib/models/scorer';
import { normalizePrompt } from '@/lib/studio/prompts';
import { prompts } from '../../support/properties';

const file = await readFile('models/sarovar-64-scorer/labels.json', 'utf8');
const { words } = labelsSchema.parse(JSON.parse(file));

test('of any text the stated things are read, and a number is a whole one', () => {
  fc.assert(
    fc.property(prompts, (text) => {
      const { things, relation } = promptFacts(text, words);
      for (const { noun, count } of things) {
        expect(Object.keys(words.nouns)).toContain(noun);
        expect(count === undefined || Number.isInteger(count)).toBe(true);
      }
      if (relation !== undefined) expect(things).toHaveLength(2);
    }),
  );
});

test('a thing with its number and colour is read back, in any case and spacing', () => {
  const numeral = fc.integer({ min: 2, max: 12 });
  const colour = fc.constantFrom(...Object.keys(words.colours));
  const noun = fc.constantFrom(...Object.keys(words.nouns));
  fc.assert(
    fc.property(numeral, colour, noun, fc.boolean(), (count, hue, name, loud) => {
      const said = words.nouns[name]?.at(0);
      const text = `${count}  ${words.colours[hue]?.at(0)}\n${said}`;
      const { things } = promptFacts(loud ? text.toUpperCase() : text, words);
      expect(things).toEqual([{ noun: name, colour: hue, count }]);
    }),
  );
});

test('a text keeps every fact of itself', () => {
  fc.assert(
    fc.property(prompts, (text) => {
      const own = keptFacts(text, text).filter(({ kind }) => kind === 'object');
      expect(own.filter(({ kept }) => !kept)).toEqual([]);
    }),
  );
});

test('a normalized prompt is its own normal form', () => {
  fc.assert(
    fc.property(prompts, (text) => {
      expect(normalizePrompt(normalizePrompt(text))).toBe(normalizePrompt(text));
      expect(normalizePrompt(`  ${text}\n`)).toBe(normalizePrompt(text));
    }),
  );
});

/** What comes out of a stream that is cut where a stop begins. */
async function upToStop(pieces: readonly string[], stops: readonly string[]): Promise<string> {
  async function* stream() {
    for (const piece of pieces) yield await Promise.resolve(piece);
  }
  let said = '';
  for await (const piece of untilStop(stream(), stops)) said += piece;
  return said;
}

test('a text ends at its first stop, however it comes in pieces', async () => {
  const few = fc.string({ unit: fc.constantFrom('a', 'b', '\n'), maxLength: 8 });
  const stops = fc.array(
    fc.string({ unit: fc.constantFrom('a', 'b', '\n'), minLength: 1, maxLength: 3 }),
    { maxLength: 3 },
  );
  await fc.assert(
    fc.asyncProperty(fc.array(few, { maxLength: 6 }), stops, async (pieces, all) => {
      const text = pieces.join('');
      const ends = all.map((stop) => text.indexOf(stop)).filter((at) => at >= 0);
      const wanted = ends.length > 0 ? text.slice(0, Math.min(...ends)) : text;
      expect(await upToStop(pieces, all)).toBe(wanted);
    }),
  );
});

const name = fc.string({ maxLength: 20 });
const vote: fc.Arbitrary<ArenaVote> = fc.record({
  id: name,
  matchup: name,
  at: name,
  question: fc.constantFrom('ALIGNMENT', 'OVERALL'),
  base: name,
  category: name,
  form: fc.constantFrom('SIMPLE', 'ENRICHED'),
  prompt: name,
  set: name,
  first: name,
  second: name,
  outcome: fc.constantFrom('FIRST', 'SECOND', 'TIE', 'BOTH_BAD'),
  voter: name,
  kind: fc.constantFrom('SAMPLED', 'REPEATED', 'GOLD'),
  propensity: fc.option(fc.double({ min: Number.MIN_VALUE, max: 1, noNaN: true })),
  gold: fc.option(fc.constantFrom('FIRST', 'SECOND')),
  repeats: fc.option(name),
  quarantined: fc.boolean(),
  held: fc.boolean(),
  seasoned: fc.boolean(),
  verified: fc.boolean(),
});

test('a vote comes back from its line of the export', () => {
  fc.assert(
    fc.property(vote, (own) => {
      expect(parseVoteLine(JSON.stringify(own), 1)).toEqual(own);
    }),
  );
});

test('a line that is no vote is refused by its number', () => {
  const broken = fc.oneof(
    fc.json(),
    fc.string(),
    fc
      .tuple(vote, fc.constantFrom(...Object.keys(arenaVoteSchema.shape)))
      .map(([own, field]) => JSON.stringify({ ...own, [field]: ['wrong'] })),
  );
  fc.assert(
    fc.property(broken, fc.nat(), (line, number) => {
      expect(() => parseVoteLine(line, number)).toThrow(`Line ${number}`);
    }),
  );
});
