import { z } from 'zod';
import { byKey } from '@/app/components/by-key';
import { SCORE_FIELDS, scoreShape } from '@/app/components/verdict';
import { query } from '@/app/execute';

const PERMALINK = /* GraphQL */ `
  query Permalink($key: String!) {
    generation(key: $key) {
      id
      unlisted
      status
      waitsForModel
      error
      imageUrl
      imageSha256
      pixelsSha256
      seed
      steps
      guidanceScale
      guidanceRescale
      scheduler
      noise
      width
      height
      negativePrompt
      timestepSpacing
      initialUrl
      strength
      device
      durationMs
      createdAt
      runtime
      unknownWords
      truncatedWords
      prompt {
        text
        category
        licence
      }
      enrichment {
        text
        llm
        templateName
        templateVersion
        seed
        drafts
        mended {
          text
        }
      }
      model {
        name
        method
        weightsSha256
        status
        base {
          title
          licence
        }
      }
      scores {
        ${SCORE_FIELDS}
      }
    }
  }
`;

const shape = z.object({
  generation: z
    .object({
      id: z.string(),
      unlisted: z.boolean(),
      status: z.string(),
      waitsForModel: z.boolean(),
      error: z.string().nullable(),
      imageUrl: z.string().nullable(),
      imageSha256: z.string().nullable(),
      pixelsSha256: z.string().nullable(),
      seed: z.string(),
      steps: z.number(),
      guidanceScale: z.number(),
      guidanceRescale: z.number(),
      scheduler: z.string(),
      noise: z.string(),
      width: z.number(),
      height: z.number(),
      negativePrompt: z.string(),
      timestepSpacing: z.string().nullable(),
      initialUrl: z.string().nullable(),
      strength: z.number().nullable(),
      device: z.string().nullable(),
      durationMs: z.number().nullable(),
      createdAt: z.string(),
      runtime: z.record(z.string(), z.string()).nullable(),
      unknownWords: z.array(z.string()),
      truncatedWords: z.array(z.string()),
      prompt: z.object({ text: z.string(), category: z.string(), licence: z.string() }),
      enrichment: z
        .object({
          text: z.string(),
          llm: z.string().nullable(),
          templateName: z.string().nullable(),
          templateVersion: z.number().nullable(),
          seed: z.number(),
          drafts: z.number(),
          mended: z.array(z.object({ text: z.string() })),
        })
        .nullable(),
      model: z.object({
        name: z.string(),
        method: z.string(),
        weightsSha256: z.string(),
        status: z.string(),
        base: z.object({ title: z.string(), licence: z.string() }),
      }),
      scores: z.array(scoreShape),
    })
    .nullable(),
});

/** The picture behind a permalink; once for each request. */
export const load = byKey(async (key) => (await query(PERMALINK, shape, { key })).generation);

export type Permalink = NonNullable<Awaited<ReturnType<typeof load>>>;
