import { z } from 'zod';
import { placesOf, type PlacedWord } from '@/lib/diffusion/tokenizers/known-words';
import { checkedFacts, type CheckedFact } from '@/lib/evaluation/checked-facts';
import type { FactName, JudgedFact } from '@/lib/evaluation/judge';
import type { Place } from '@/lib/evaluation/reading';
import type { MeasuredShare } from '@/lib/evaluation/reliability';
import { phrasesOf } from '@/lib/models/vocabularies';
import { PUBLIC_PICTURE } from '@/lib/public';
import { builder } from '../builder';
import { Aspect, Evaluation, Evaluator } from './evaluation';
import { Generation } from './generation';
import { Share } from './reliability';

const FACTS = {
  OBJECT: { value: 'object', description: 'A thing that is to be there.' },
  COUNT: { value: 'count', description: 'How many of a thing there are.' },
  COLOUR: { value: 'colour', description: 'Which colour a thing has.' },
  RELATION: { value: 'relation', description: 'How one thing stands to another.' },
  ACTION: { value: 'action', description: 'What somebody does.' },
  PERSON: { value: 'person', description: 'Who is to be there.' },
  BACKGROUND: { value: 'background', description: 'What all of it stands in, or before.' },
} as const satisfies Record<string, { readonly value: FactName; readonly description: string }>;

const factName = z.enum(Object.values(FACTS).map(({ value }) => value));

const judgedFacts: z.ZodType<JudgedFact[]> = z.array(
  z.object({
    fact: factName,
    asked: z.string(),
    seen: z.string(),
    right: z.boolean(),
  }),
);

/** What a scorer's manifest says of itself, per fact; the database has it as JSON. */
const accuracies = z
  .object({
    facts: z.partialRecord(
      factName,
      z.object({ value: z.number(), low: z.number(), high: z.number(), asked: z.number() }),
    ),
  })
  .nullable()
  .catch(null);

export const FactKind = builder.enumType('PromptFactKind', {
  description: 'What a fact is about.',
  values: FACTS,
});

const Verdict = builder.enumType('FactVerdict', {
  description: 'Whether a picture shows what its prompt states.',
  values: {
    RIGHT: { description: 'The detector sees what the prompt says.' },
    WRONG: { description: 'The detector sees something else, or nothing.' },
    UNCHECKED: { description: 'The prompt says so, and no detector can tell; people can.' },
  } as const,
});

const TextPlace = builder.objectRef<Place>('TextPlace').implement({
  description: 'A part of a text, counted in UTF-16 code units as JavaScript does.',
  fields: (t) => ({
    start: t.exposeInt('start', {
      description: 'The first code unit that is part of it, counted from 0.',
    }),
    end: t.exposeInt('end', { description: 'The first that is not part of it.' }),
  }),
});

type Fact = CheckedFact & { readonly detectorAccuracy: MeasuredShare | undefined };

const PromptFact = builder.objectRef<Fact>('PromptFact').implement({
  description: 'One fact that a prompt states, and what became of it in the picture.',
  fields: (t) => ({
    kind: t.expose('kind', { type: FactKind, description: 'What the fact is about.' }),
    words: t.exposeString('words', { description: 'The prompt’s own.' }),
    text: t.exposeString('text', {
      description:
        'The fact so that it reads on its own, in the prompt’s words: “yellow flower” where `words` are “yellow”.',
    }),
    places: t.field({
      type: [TextPlace],
      description: 'Where those stand in the prompt; none where it says so in no words of its own.',
      resolve: ({ places }) => [...places],
    }),
    verdict: t.expose('verdict', {
      type: Verdict,
      description: 'Whether the picture shows it, as far as a detector can tell.',
    }),
    seen: t.exposeString('seen', {
      nullable: true,
      description: 'What the detector sees; null where it does not look.',
    }),
    detectorAccuracy: t.expose('detectorAccuracy', {
      type: Share,
      nullable: true,
      description:
        'How often the detector is right about such facts, on real scenes; null of what it does not check.',
    }),
  }),
});

const UnknownWord = builder.objectRef<PlacedWord>('UnknownWord').implement({
  description: 'A word that the base never saw in training.',
  fields: (t) => ({
    word: t.exposeString('word', { description: 'In lower case.' }),
    places: t.field({
      type: [TextPlace],
      description: 'Where it stands in the prompt, as often as it does.',
      resolve: ({ places }) => [...places],
    }),
  }),
});

builder.prismaNode('Scorer', {
  id: { field: 'id' },
  nullable: true,
  description: 'A detector that judges the pictures of one base. It can be wrong.',
  fields: (t) => ({
    name: t.exposeString('name', {
      description: 'Its name, as an evaluation’s `evaluator` has it.',
    }),
    sha256: t.exposeString('sha256', {
      description: 'SHA-256 of its manifest: another detector has another one.',
    }),
    base: t.relation('base', { description: 'The base whose pictures it judges.' }),
    accuracy: t.expose('accuracy', {
      type: 'Json',
      nullable: true,
      description: 'How often it is right about real scenes, per fact, with 95 % intervals.',
    }),
  }),
});

builder.prismaNode('AutomaticScore', {
  id: { field: 'id' },
  findUnique: (id) => ({ id, generation: PUBLIC_PICTURE }),
  nullable: true,
  interfaces: [Evaluation],
  description: 'What a scorer sees in a picture, and how much of the prompt that fulfils.',
  fields: (t) => ({
    aspect: t.field({
      type: Aspect,
      description: 'Always ALIGNMENT: how much of the prompt the picture shows.',
      resolve: () => 'ALIGNMENT' as const,
    }),
    verdict: t.string({
      description: 'The score as text, 0 to 1.',
      select: { score: true },
      resolve: ({ score }) => String(score),
    }),
    evaluator: t.field({
      type: Evaluator,
      description: 'The detector, by its name.',
      select: { scorer: { select: { name: true } } },
      resolve: ({ scorer }) => ({ kind: 'DETECTOR' as const, name: scorer.name }),
    }),
    generation: t.relation('generation', { description: 'The picture that is judged.' }),
    generations: t.field({
      type: [Generation],
      description: 'That one picture, as every evaluation lists them.',
      select: (_args, _context, nested) => ({ generation: nested() }),
      resolve: ({ generation }) => [generation],
    }),
    scorer: t.relation('scorer', { description: 'The detector that judged it.' }),
    facts: t.field({
      type: [PromptFact],
      description: 'All that the prompt states, in its order: also what no detector can check.',
      select: {
        facts: true,
        scorer: { select: { id: true, accuracy: true } },
        generation: { select: { prompt: { select: { text: true } } } },
      },
      resolve: async ({ facts, scorer, generation: { prompt } }) => {
        const accuracy = accuracies.parse(scorer.accuracy)?.facts;
        const phrases = await phrasesOf(scorer.id);
        return checkedFacts(prompt.text, judgedFacts.parse(facts), phrases).map((fact) => ({
          ...fact,
          detectorAccuracy: fact.verdict === 'UNCHECKED' ? undefined : accuracy?.[fact.kind],
        }));
      },
    }),
    checked: t.int({
      description: 'How many facts the detector could check.',
      select: { facts: true },
      resolve: ({ facts }) => judgedFacts.parse(facts).length,
    }),
    right: t.int({
      description: 'How many of those are right.',
      select: { facts: true },
      resolve: ({ facts }) => judgedFacts.parse(facts).filter((fact) => fact.right).length,
    }),
    unknownWords: t.field({
      type: [UnknownWord],
      description: 'Words of the prompt that the base never saw in training, and where they stand.',
      select: {
        generation: { select: { unknownWords: true, prompt: { select: { text: true } } } },
      },
      resolve: ({ generation: { unknownWords, prompt } }) => placesOf(unknownWords, prompt.text),
    }),
    score: t.exposeFloat('score', {
      description: 'The share of the facts that could be checked that are right.',
    }),
  }),
});
