import { request, subscribe } from '@/app/components/graphql-client';
import {
  CancelComparisonDocument,
  CompareDocument,
  PaintingDocument,
  type CompareInput,
  type PaintingFragment,
  type PictureFragment,
} from './studio.documents';

/** Asks for one picture by each model; yields them at every change. Throws what was refused. */
export async function* painted(input: CompareInput): AsyncGenerator<PaintingFragment> {
  const { compare } = await request(CompareDocument, { input });
  if ('message' in compare) throw new Error(compare.message);
  for await (const { comparisonProgress } of subscribe(PaintingDocument, { id: compare.id })) {
    if (comparisonProgress) yield comparisonProgress;
  }
}

/** Stops the pictures that are not finished. */
export async function cancelPainting(id: string): Promise<void> {
  await request(CancelComparisonDocument, { id });
}

/** Whether a picture waits or is being painted. */
export function isOpen({ status }: PictureFragment): boolean {
  return status === 'QUEUED' || status === 'RUNNING';
}
