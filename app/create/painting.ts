import { request, subscribe } from '@/app/components/graphql-client';
import {
  CancelComparisonDocument,
  CompareDocument,
  PaintingDocument,
  type CompareInput,
  type PaintingFragment,
  type PictureFragment,
} from './create.documents';

/** Something that the server refused, and which field of the input it is about. */
export class Refused extends Error {
  constructor(
    message: string,
    readonly field: string | undefined,
  ) {
    super(message);
  }
}

/** Asks for one picture by each model. Throws Refused. */
export async function askForPictures(
  input: CompareInput,
): Promise<{ readonly id: string; readonly key: string }> {
  const { compare } = await request(CompareDocument, { input });
  if (!('message' in compare)) return compare;
  throw new Refused(compare.message, 'field' in compare ? compare.field : undefined);
}

/** The pictures at every change, until all are finished. */
export async function* followed(id: string): AsyncGenerator<PaintingFragment> {
  for await (const { comparisonProgress } of subscribe(PaintingDocument, { id })) {
    if (comparisonProgress) yield comparisonProgress;
  }
}

/** Stops the pictures that are not finished. */
export async function cancelPainting(id: string): Promise<void> {
  await request(CancelComparisonDocument, { id });
}

/** Whether a picture or a text waits or is being made. */
export function isOpen({ status }: Pick<PictureFragment, 'status'>): boolean {
  return status === 'QUEUED' || status === 'RUNNING';
}
