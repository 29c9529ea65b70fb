import { InvalidInput } from '@/lib/problems';
import { prisma } from '@/lib/store/database';
import { STUDY_LIMITS } from '@/lib/studies/input';
import { MOST, planStudy, type StudyPlan } from '@/lib/studies/plan';
import { builder } from '../builder';
import { askerOf } from '../context';
import { resolveGlobalID } from '../global-id';
import { Form } from './ranking';
import { settingFields } from './recipe-fields';

const RecipeInput = builder.inputType('StudyRecipeInput', {
  description: 'How pictures of a study are painted; what is left out the base says.',
  fields: (t) => ({
    name: t.string({
      description: `What it is called: 1 to ${STUDY_LIMITS.name} letters, digits, or signs of _ . + -; by default its place in the list.`,
    }),
    ...settingFields(t),
  }),
});

export const StudyInput = builder.inputType('StudyInput', {
  description:
    'A set of prompts, painted by each of some models from each of some seeds, by each of some recipes and in each of some forms.',
  fields: (t) => ({
    set: t.id({ required: true, description: 'The global id of a `PromptSet`.' }),
    models: t.idList({
      required: true,
      description: `Global ids of active models, up to ${STUDY_LIMITS.models}; of several bases, if you like.`,
    }),
    seeds: t.field({
      type: ['Seed'],
      description: `Up to ${STUDY_LIMITS.seeds}, each said; by default 0.`,
    }),
    recipes: t.field({
      type: [RecipeInput],
      description: `Up to ${STUDY_LIMITS.recipes}; by default one, that of each base.`,
    }),
    forms: t.field({
      type: [Form],
      description:
        'SIMPLE by default. For ENRICHED the longer versions that nobody has written yet are written first.',
    }),
    title: t.string({
      description: `Of curators: what it is called, in up to ${STUDY_LIMITS.title} characters; by default like its set.`,
    }),
  }),
});

const VotesNeeded = builder.objectRef<StudyPlan['votes'][number]>('StudyVotesNeeded').implement({
  description:
    'How many decisive votes tell two models apart: found in 80 % of cases, seen in 5 % where there is no difference.',
  fields: (t) => ({
    share: t.exposeFloat('share', { description: 'Of the votes the better one wins.' }),
    ofPair: t.exposeInt('ofPair', { description: 'Between two models.' }),
    ofAll: t.exposeInt('ofAll', { description: 'Between each two of the study’s models.' }),
  }),
});

const Plan = builder.objectRef<StudyPlan>('StudyPlan').implement({
  description: 'What a study would be, and what it would take.',
  fields: (t) => ({
    sha256: t.exposeString('sha256', {
      description: 'Of all that its pictures depend on; `startStudy` starts this and nothing else.',
    }),
    title: t.exposeString('title', { description: 'What it would be called.' }),
    promptCount: t.exposeInt('prompts', { description: 'How many prompts it has.' }),
    pictures: t.exposeInt('pictures', { description: 'How many pictures it has.' }),
    weight: t.exposeFloat('weight', {
      description: `What they cost, in pictures by a base alone of its own size and steps; a visitor’s study at most ${MOST.visitor.weight}.`,
    }),
    texts: t.exposeInt('texts', { description: 'How many longer versions are written first.' }),
    seconds: t.exposeFloat('seconds', {
      nullable: true,
      description:
        'As fast as such pictures and texts were made lately, while nobody asks for anything else. Null where none were.',
    }),
    bytes: t.exposeFloat('bytes', {
      description: 'Of disk, at most: as much as its pictures are before they are compressed.',
    }),
    votes: t.field({
      type: [VotesNeeded],
      description: 'How many votes it takes to tell its models apart.',
      resolve: ({ votes }) => [...votes],
    }),
    started: t.prismaField({
      type: 'Study',
      nullable: true,
      description: 'That study, where somebody has started it; null where nobody has.',
      resolve: (query, { sha256 }) =>
        prisma().study.findUnique({ ...query, where: { planSha256: sha256 } }),
    }),
  }),
});

/** The input as lib/studies reads it: with the ids that the database knows. */
export function studyAsked({ set, models, ...input }: typeof StudyInput.$inferInput) {
  return {
    ...input,
    set: resolveGlobalID(set, 'PromptSet') ?? set,
    models: models.map((id) => resolveGlobalID(id, 'Model') ?? id),
  };
}

builder.queryField('studyPlan', (t) =>
  t.field({
    type: Plan,
    description: 'What a study would be and take; nothing is stored.',
    errors: { types: [InvalidInput] },
    args: {
      input: t.arg({ type: StudyInput, required: true, description: 'What is to be studied.' }),
    },
    resolve: (_root, { input }, context) => planStudy(studyAsked(input), askerOf(context)),
  }),
);
