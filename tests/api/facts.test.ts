import { afterAll, beforeAll, expect, test } from 'vitest';
import { z } from 'zod';
import { at } from '@/lib/at';
import { readModelFolder } from '@/lib/models/model-folder';
import { registerModels } from '@/lib/models/register';
import { makeTokenizer } from '@/lib/models/tokenizer-files';
import { prisma } from '@/lib/store/database';
import { Prisma } from '@/lib/store/generated/client';
import { startDatabase } from '../support/database';
import { run } from '../support/execute';
import { judgedComparison, row } from '../support/judged';

let stop: () => Promise<void>;
beforeAll(async () => {
  stop = await startDatabase();
  await registerModels('models');
});
afterAll(() => stop());

const place = z.object({ start: z.number(), end: z.number() });
const share = z.object({ value: z.number(), low: z.number(), high: z.number(), asked: z.number() });
const score = z.object({
  right: z.number(),
  checked: z.number(),
  facts: z.array(
    z.object({
      kind: z.string(),
      words: z.string(),
      text: z.string(),
      places: z.array(place),
      verdict: z.string(),
      seen: z.string().nullable(),
      detectorAccuracy: share.nullable(),
    }),
  ),
  unknownWords: z.array(z.object({ word: z.string(), places: z.array(place) })),
});

async function scoreOf(key: string) {
  const { generation } = await run(
    `query ($key: String!) { generation(key: $key) { scores {
      right checked
      facts { kind words text places { start end } verdict seen detectorAccuracy { value low high asked } }
      unknownWords { word places { start end } } } } }`,
    z.object({ generation: z.object({ scores: z.array(score).length(1) }) }),
    { key },
  );
  return score.parse(generation.scores[0]);
}

const KITTENS = 'Three fluffy white kittens playing with a ball of yarn on a bright green carpet';

test('a score says what was checked, what nobody checked, and what the base never learned', async () => {
  const { keys } = await judgedComparison(KITTENS, [row('kitten', 'yellow', 3)]);
  const { facts, unknownWords, right, checked } = await scoreOf(at(keys, 0));
  expect([right, checked]).toEqual([2, 2]);
  expect(facts.map(({ kind, words, verdict }) => [kind, words, verdict])).toEqual([
    ['COUNT', 'Three', 'RIGHT'],
    ['COLOUR', 'white', 'UNCHECKED'],
    ['OBJECT', 'kittens', 'RIGHT'],
    ['ACTION', 'playing', 'UNCHECKED'],
    ['COLOUR', 'green', 'UNCHECKED'],
  ]);
  expect(facts.map(({ detectorAccuracy }) => detectorAccuracy === null)).toEqual(
    facts.map(({ verdict }) => verdict === 'UNCHECKED'),
  );
  const unknown = ['fluffy', 'playing', 'with', 'ball', 'yarn', 'bright', 'carpet'];
  expect(unknownWords.map(({ word }) => word)).toEqual(unknown);
  for (const { word, places } of unknownWords) {
    expect(places.map(({ start, end }) => KITTENS.slice(start, end))).toEqual([word]);
  }
});

test('a wrong fact says what was seen, at its place, beside how often the detector is right', async () => {
  const prompt = 'two red balloons to the left of a blue car';
  const seen = [...row('balloon', 'red', 3).found, ...row('car', 'green', 1).found];
  const { keys } = await judgedComparison(prompt, [{ found: seen, background: 'white' }]);
  const { facts } = await scoreOf(at(keys, 0));
  const said = facts.map(({ kind, words, verdict, seen: saw }) => [kind, words, verdict, saw]);
  expect(said).toEqual([
    ['COUNT', 'two', 'WRONG', '3'],
    ['COLOUR', 'red', 'RIGHT', '3 × red'],
    ['OBJECT', 'balloons, car', 'RIGHT', '3 × balloon, car'],
    ['RELATION', 'to the left of', 'WRONG', expect.any(String)],
    ['COLOUR', 'blue', 'WRONG', 'green'],
  ]);
  expect(facts.map(({ text }) => text)).toEqual([
    'two balloons',
    'red balloons',
    'balloons, car',
    'balloons to the left of car',
    'blue car',
  ]);
  for (const { words, places } of facts) {
    expect(places.map(({ start, end }) => prompt.slice(start, end)).join(', ')).toBe(words);
  }
  for (const { detectorAccuracy } of facts) {
    expect(detectorAccuracy?.asked).toBeGreaterThan(100);
    expect(detectorAccuracy?.low).toBeLessThan(detectorAccuracy?.high ?? 0);
  }
});

test('a score of before the words were kept says what it did', async () => {
  const { id: scorerId } = await prisma().scorer.create({
    data: {
      name: 'old',
      sha256: 'f'.repeat(64),
      baseId: (await prisma().base.findFirstOrThrow()).id,
    },
  });
  const { keys } = await judgedComparison('one star', [row('star', 'red', 2)]);
  await prisma().automaticScore.updateMany({
    where: { generationId: at(keys, 0) },
    data: { scorerId },
  });
  expect((await scoreOf(at(keys, 0))).facts).toMatchObject([
    {
      kind: 'OBJECT',
      words: 'star',
      text: 'star',
      places: [],
      verdict: 'RIGHT',
      detectorAccuracy: null,
    },
    { kind: 'COUNT', words: '1 × star', places: [], verdict: 'WRONG', seen: '2' },
  ]);
});

const COMPARE = `mutation ($input: CompareInput!) { compare(input: $input) {
  ... on Comparison { prompt { category } } ... on Problem { message } } }`;
const compared = z.object({ compare: z.object({ prompt: z.object({ category: z.string() }) }) });

async function categoryOf(input: Readonly<Record<string, unknown>>): Promise<string> {
  return (await run(COMPARE, compared, { input })).compare.prompt.category;
}

test('a prompt is in the category that its words say, unless whoever asks says another', async () => {
  expect(await categoryOf({ prompt: 'seven green bottles' })).toBe('COUNTING');
  expect(await categoryOf({ prompt: 'a house on a blue background' })).toBe('COLOR');
  expect(await categoryOf({ prompt: 'a girl drinking tea' })).toBe('ACTION');
  expect(await categoryOf({ prompt: 'a cup inside a box' })).toBe('SPATIAL');
  expect(await categoryOf({ prompt: 'Pikachu' })).toBe('CHARACTER');
  expect(await categoryOf({ prompt: 'a sunset' })).toBe('OTHER');
  expect(await categoryOf({ prompt: 'nine bottles', category: 'OTHER' })).toBe('OTHER');
  const { enrich } = await run(
    `mutation { enrich(input: { prompt: "eight lamps", text: "Eight lamps." }) {
      ... on Enrichment { prompt { category } } } }`,
    z.object({ enrich: z.object({ prompt: z.object({ category: z.string() }) }) }),
  );
  expect(enrich.prompt.category).toBe('COUNTING');
  const { suggestedCategory } = await run(
    '{ suggestedCategory(prompt: "two dogs to the left of a cat") }',
    z.object({ suggestedCategory: z.string() }),
  );
  expect(suggestedCategory).toBe('COUNTING');
});

const VOCABULARY =
  '{ models { base { name vocabulary { kind words meanings { name phrases takesColour } } } } }';
const vocabularies = z.object({
  models: z.array(
    z.object({
      base: z.object({
        name: z.string(),
        vocabulary: z
          .array(
            z.object({
              kind: z.string(),
              words: z.array(z.string()),
              meanings: z.array(
                z.object({
                  name: z.string(),
                  phrases: z.array(z.string()),
                  takesColour: z.boolean(),
                }),
              ),
            }),
          )
          .nullable(),
      }),
    }),
  ),
});

test('a base says which words it knows, each once; one that read everything says nothing', async () => {
  const base = await prisma().base.create({
    data: {
      name: 'reads-all',
      title: 'Reads all',
      folderSha256: '0'.repeat(64),
      resolution: 64,
      predictionType: 'epsilon',
      licence: 'MIT',
      models: { create: { name: 'vanilla', method: 'VANILLA', weightsSha256: '1'.repeat(64) } },
    },
  });
  const { models } = await run(VOCABULARY, vocabularies);
  const of = (name: string) => models.find((model) => model.base.name === name)?.base.vocabulary;
  expect(of('reads-all')).toBeNull();
  const kinds = of('sarovar-64') ?? [];
  const words = kinds.flatMap((own) => own.words);
  expect(words).toHaveLength(113);
  expect(new Set(words).size).toBe(113);
  const inKind = (kind: string) => kinds.find((own) => own.kind === kind)?.words;
  expect(inKind('COLOUR')).toEqual(['blue', 'green', 'pink', 'purple', 'red', 'yellow']);
  expect(inKind('THING')).toContain('kittens');
  expect(inKind('PLACE')).toEqual(['above', 'below', 'left', 'over', 'right', 'under']);
  const things = kinds.find(({ kind }) => kind === 'THING')?.meanings ?? [];
  const meaning = (name: string) => things.find((own) => own.name === name);
  // Words that the base never read, such as "canine", are in no phrase of it.
  expect(meaning('dog')).toEqual({ name: 'dog', phrases: ['dog', 'dogs'], takesColour: false });
  expect(meaning('balloon')?.takesColour).toBe(true);
  await prisma().model.deleteMany({ where: { baseId: base.id } });
  await prisma().base.delete({ where: { id: base.id } });
});

const READING = z.object({
  reading: z
    .object({
      tokens: z.number(),
      mostTokens: z.number(),
      truncatedWords: z.array(z.string()),
      unknownWords: z.array(z.string()),
    })
    .nullable(),
});
const readingOf = async (prompt: string) => {
  const { models } = await run(
    `query ($prompt: String!) { models { base {
      reading(prompt: $prompt) { tokens mostTokens truncatedWords unknownWords } } } }`,
    z.object({ models: z.array(z.object({ base: READING })) }),
    { prompt },
  );
  return at(models, 0).base.reading;
};

test('what of a prompt a base does not read is known before anything is painted, as its own tokenizer cuts it', async () => {
  const folder = await readModelFolder('models/sarovar-64');
  const own = makeTokenizer(folder.vocabulary);
  const long = `${'a red dog and a blue cat '.repeat(12)}under a zeppelin`;
  for (const prompt of ['a red dog', long]) {
    const { tokens, truncatedWords } = own.encode(prompt);
    expect(await readingOf(prompt)).toEqual({
      tokens,
      mostTokens: own.maxLength - 2,
      truncatedWords,
      unknownWords: prompt === long ? ['zeppelin'] : [],
    });
  }
  expect(own.encode(long).truncatedWords.at(-1)).toBe('zeppelin');
});

test('a base that was registered before its tokenizer was kept says nothing of it', async () => {
  await prisma().base.updateMany({ data: { tokenizer: Prisma.DbNull, folderSha256: 'earlier' } });
  expect(await readingOf('a red dog')).toBeNull();
});
