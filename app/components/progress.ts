import { z } from 'zod';
import { subscribe } from './graphql-client';

const PROGRESS = /* GraphQL */ `
  subscription Progress($id: ID!) {
    generationProgress(id: $id) {
      id
      key
      status
      error
      currentStep
      steps
      queuePosition
      waitsForModel
      previewUrl
      imageUrl
      unknownWords
      reproduction {
        pixelsEqual
      }
    }
  }
`;

const progressShape = z.object({
  id: z.string(),
  key: z.string(),
  status: z.enum(['QUEUED', 'RUNNING', 'SUCCEEDED', 'FAILED', 'CANCELLED']),
  error: z.string().nullable(),
  currentStep: z.number(),
  steps: z.number(),
  queuePosition: z.number().nullable(),
  waitsForModel: z.boolean(),
  previewUrl: z.string().nullable(),
  imageUrl: z.string().nullable(),
  unknownWords: z.array(z.string()),
  reproduction: z.object({ pixelsEqual: z.boolean() }).nullable(),
});

export type Progress = z.infer<typeof progressShape>;

const eventShape = z.object({ generationProgress: progressShape.nullable() });

/** Every state of a Generation from now until it is finished. */
export async function* follow(id: string): AsyncGenerator<Progress> {
  for await (const { generationProgress } of subscribe(PROGRESS, eventShape, { id })) {
    if (generationProgress) yield generationProgress;
  }
}

/** What a mutation that asks for a picture answers: the picture's id, or why not. */
export const askedShape = z.union([
  z.object({ __typename: z.literal('Generation'), id: z.string() }),
  z.object({ message: z.string(), field: z.string().optional() }),
]);
