import { z } from 'zod';
import { request, subscribe } from '@/app/components/graphql-client';

const COMPARE = /* GraphQL */ `
  mutation Compare($input: CompareInput!) {
    compare(input: $input) {
      __typename
      ... on Comparison {
        id
      }
      ... on Problem {
        message
      }
    }
  }
`;
const PROGRESS = /* GraphQL */ `
  subscription Painting($id: ID!) {
    comparisonProgress(id: $id) {
      id
      key
      viewerCanCancel
      generations {
        key
        seed
        status
        error
        currentStep
        steps
        queuePosition
        waitsForModel
        previewUrl
        imageUrl
        imageSha256
        unknownWords
        model {
          name
          method
        }
        scores {
          facts {
            fact
            asked
            seen
            right
          }
        }
      }
    }
  }
`;
const CANCEL = /* GraphQL */ `
  mutation CancelComparison($id: ID!) {
    cancelComparison(id: $id) {
      __typename
    }
  }
`;

const pictureShape = z.object({
  key: z.string(),
  seed: z.string(),
  status: z.enum(['QUEUED', 'RUNNING', 'SUCCEEDED', 'FAILED', 'CANCELLED']),
  error: z.string().nullable(),
  currentStep: z.number(),
  steps: z.number(),
  queuePosition: z.number().nullable(),
  waitsForModel: z.boolean(),
  previewUrl: z.string().nullable(),
  imageUrl: z.string().nullable(),
  imageSha256: z.string().nullable(),
  unknownWords: z.array(z.string()),
  model: z.object({ name: z.string(), method: z.string() }),
  scores: z.array(
    z.object({
      facts: z.array(
        z.object({ fact: z.string(), asked: z.string(), seen: z.string(), right: z.boolean() }),
      ),
    }),
  ),
});
const paintingShape = z.object({
  id: z.string(),
  key: z.string(),
  viewerCanCancel: z.boolean(),
  generations: z.array(pictureShape),
});
const answerShape = z.object({
  compare: z.union([z.object({ id: z.string() }), z.object({ message: z.string() })]),
});
const eventShape = z.object({ comparisonProgress: paintingShape.nullable() });

export type Picture = z.infer<typeof pictureShape>;
export type Painting = z.infer<typeof paintingShape>;

/** Asks for one picture by each model; yields them at every change. Throws what was refused. */
export async function* painted(input: Record<string, unknown>): AsyncGenerator<Painting> {
  const { compare } = await request(COMPARE, answerShape, { input });
  if ('message' in compare) throw new Error(compare.message);
  for await (const { comparisonProgress } of subscribe(PROGRESS, eventShape, { id: compare.id })) {
    if (comparisonProgress) yield comparisonProgress;
  }
}

/** Stops the pictures that are not finished. */
export async function cancelPainting(id: string): Promise<void> {
  await request(CANCEL, z.unknown(), { id });
}

/** Whether a picture waits or is being painted. */
export function isOpen({ status }: Picture): boolean {
  return status === 'QUEUED' || status === 'RUNNING';
}
