import { figuresSchema, type MethodFigures } from '@/lib/methods/figures';
import { builder } from '../builder';

type Attention = NonNullable<MethodFigures['attention']>;

const Filmstrip = builder.objectRef<MethodFigures['filmstrips'][number]>('Filmstrip').implement({
  description: 'What one method expects of the finished picture, step by step.',
  fields: (t) => ({
    method: t.exposeString('method', { description: 'The name of a model of this base.' }),
    imageUrl: t.string({
      description: 'A frame for each of `shownSteps`, from left to right.',
      resolve: ({ image }) => `/i/${image}.png`,
    }),
    factsRight: t.exposeFloatList('factsRight', {
      description: 'Share of the prompt’s facts that the scorer finds in each frame.',
    }),
    low: t.exposeFloatList('low', {
      description:
        'Share of the expected latents’ power at spatial frequencies up to an eighth of the ' +
        'sampling rate.',
    }),
    middle: t.exposeFloatList('middle', { description: 'The same, up to a quarter.' }),
    high: t.exposeFloatList('high', { description: 'The same, above a quarter.' }),
  }),
});

const EtaFigure = builder.objectRef<MethodFigures['etas'][number]>('EtaFigure').implement({
  description: 'What SUR’s mixing weight does: the same picture under several η.',
  fields: (t) => ({
    method: t.exposeString('method', { description: 'The name of a SUR model of this base.' }),
    imageUrl: t.string({
      description: 'A frame for each of `values`, from left to right.',
      resolve: ({ image }) => `/i/${image}.png`,
    }),
    values: t.exposeFloatList('values', { description: 'The η of each frame.' }),
    factsRight: t.exposeFloatList('factsRight', {
      description: 'Share of the prompt’s facts that the scorer finds in each frame, 0 to 1.',
    }),
    own: t.exposeFloat('own', { description: 'The adapter’s own η for this prompt.' }),
    short: t.exposeFloatList('short', {
      description: 'Its own η for many short prompts; empty where η is fixed.',
    }),
    longer: t.exposeFloatList('longer', {
      description: 'Its own η for their longer versions, in the same order.',
    }),
  }),
});

const AttentionFigure = builder.objectRef<Attention>('AttentionFigure').implement({
  description: 'What ELLA’s tokens attend to in the words that the language model read.',
  fields: (t) => ({
    method: t.exposeString('method', { description: 'The name of an ELLA model of this base.' }),
    words: t.exposeStringList('words', {
      description: 'The words that it reads, in the prompt’s order.',
    }),
    timesteps: t.exposeFloatList('timesteps', {
      description: 'The timesteps of `shares`, in its order.',
    }),
    shares: t.expose('shares', {
      type: 'Json',
      description: '`[timesteps][tokens of the connector][words]`, the mean over blocks and heads.',
    }),
  }),
});

const Figures = builder.objectRef<MethodFigures>('MethodFigures').implement({
  description: 'One prompt under every method of a base.',
  fields: (t) => ({
    command: t.exposeString('command', { description: 'What makes these figures again.' }),
    prompt: t.exposeString('prompt', { description: 'The prompt that is painted in all figures.' }),
    seed: t.exposeInt('seed', { description: 'The seed of every picture in them.' }),
    guidanceScale: t.exposeFloat('guidanceScale', {
      description: 'The guidance scale of every picture in them.',
    }),
    shownSteps: t.exposeIntList('shownSteps', { description: 'The steps that film strips show.' }),
    lastStep: t.exposeInt('lastStep', { description: 'How many steps there are in all.' }),
    filmstrips: t.field({
      type: [Filmstrip],
      description: 'One for each model that was painted with.',
      resolve: (figures) => figures.filmstrips,
    }),
    etas: t.field({
      type: [EtaFigure],
      description: 'One for each SUR model; empty where there is none.',
      resolve: (figures) => figures.etas,
    }),
    attention: t.field({
      type: AttentionFigure,
      nullable: true,
      description: 'What ELLA attends to; null where no model is ELLA’s.',
      resolve: (figures) => figures.attention,
    }),
  }),
});

builder.prismaObjectField('Base', 'methodFigures', (t) =>
  t.field({
    type: Figures,
    nullable: true,
    description:
      'As painted when its adapters were made; null where nobody has, or with another UNet.',
    select: { figures: true },
    resolve: ({ figures }) => figuresSchema.nullable().parse(figures),
  }),
);
