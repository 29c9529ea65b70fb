import { z } from 'zod';

const numbers = z.array(z.number());

/**
 * A base's figures/figures.json, as `npm run figures` writes it: one prompt under every method, so
 * that what a method does can be seen and read. Pictures are files beside it: strips of equal frames.
 */
export const figuresSchema = z.object({
  command: z.string(),
  /** Of the UNet that painted them: with another one they show nothing any more. */
  unetSha256: z.string(),
  prompt: z.string(),
  seed: z.int(),
  guidanceScale: z.number(),
  /** The steps that are shown, of `lastStep`. */
  shownSteps: z.array(z.int()),
  lastStep: z.int(),
  /** What each method expects of the finished picture at the shown steps. */
  filmstrips: z.array(
    z.object({
      method: z.string(),
      image: z.string(),
      /** Share of the prompt's facts that the scorer finds in each frame. */
      factsRight: numbers,
      /** Shares of the power of the expected latents in three bands of spatial frequency. */
      low: numbers,
      middle: numbers,
      high: numbers,
    }),
  ),
  /** SUR's mixing weight: what it does to the picture, and what is predicted for many prompts. */
  etas: z.array(
    z.object({
      method: z.string(),
      image: z.string(),
      values: numbers,
      factsRight: numbers,
      /** The adapter's own η for this prompt. */
      own: z.number(),
      /** Its own η for short prompts and for their longer versions; empty where η is fixed. */
      short: numbers,
      longer: numbers,
    }),
  ),
  /** What ELLA's tokens attend to in the words that it reads, the mean over blocks and heads. */
  attention: z
    .object({
      method: z.string(),
      words: z.array(z.string()),
      /** The timesteps of `shares`, `[steps][connector's tokens][words]`. */
      timesteps: numbers,
      shares: z.array(z.array(numbers)),
    })
    .nullable(),
});

/** What one prompt shows about the methods of a base. */
export type MethodFigures = z.infer<typeof figuresSchema>;
