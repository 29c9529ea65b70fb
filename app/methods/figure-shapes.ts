import { z } from 'zod';

/** The fields of MethodFigures that the figures show. */
export const FIGURES_FIELDS = /* GraphQL */ `
  command
  prompt
  seed
  guidanceScale
  shownSteps
  lastStep
  filmstrips {
    method
    imageUrl
    factsRight
    low
    middle
    high
  }
  etas {
    method
    imageUrl
    values
    factsRight
    own
    short
    longer
  }
  attention {
    method
    words
    timesteps
    shares
  }
`;

const numbers = z.array(z.number());

const filmstripShape = z.object({
  method: z.string(),
  imageUrl: z.string(),
  factsRight: numbers,
  low: numbers,
  middle: numbers,
  high: numbers,
});

export type Filmstrip = z.infer<typeof filmstripShape>;

const etaShape = z.object({
  method: z.string(),
  imageUrl: z.string(),
  values: numbers,
  factsRight: numbers,
  own: z.number(),
  short: numbers,
  longer: numbers,
});

export type EtaFigure = z.infer<typeof etaShape>;

const attentionShape = z.object({
  method: z.string(),
  words: z.array(z.string()),
  timesteps: z.array(z.number()),
  shares: z.array(z.array(z.array(z.number()))),
});

export type Attention = z.infer<typeof attentionShape>;

export const figuresShape = z.object({
  command: z.string(),
  prompt: z.string(),
  seed: z.number(),
  guidanceScale: z.number(),
  shownSteps: z.array(z.number()),
  lastStep: z.number(),
  filmstrips: z.array(filmstripShape),
  etas: z.array(etaShape),
  attention: attentionShape.nullable(),
});

export type Figures = z.infer<typeof figuresShape>;
