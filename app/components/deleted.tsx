import { notFound } from 'next/navigation';
import { query } from '@/app/execute';
import { byKey } from './by-key';
import { RemovalDocument } from './removal.documents';

const load = byKey(async (key) => (await query(RemovalDocument, { key })).removal);

/** The page of something that its asker has deleted after others had voted on it; not found, of all else. */
export async function deletedOrNotFound(key: string) {
  const removal = await load(key);
  if (!removal) notFound();
  const { deletedAt, votes } = removal;
  return (
    <div className="card mt-8 p-6">
      <h1 className="text-title font-semibold">Deleted</h1>
      <p className="mt-2">
        Whoever asked for this has deleted it, on {deletedAt.slice(0, 10)}.{' '}
        {votes === 0
          ? 'Others had been asked about it.'
          : `${votes} ${votes === 1 ? 'answer' : 'answers'} of others about it stay, without the pictures.`}
      </p>
    </div>
  );
}
