'use client';

import Link from 'next/link';
import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { request } from '@/app/components/graphql-client';
import { DeleteButton } from './delete-button';
import { deletedInWords, KINDS, statesOf } from './in-words';
import {
  DeleteAllMineDocument,
  DeleteMineDocument,
  type CameToFragment,
  type OwnFragment,
} from './yours.documents';

const SHOWN = 6;

function Thumbnails({ work: { pictureUrls } }: { work: OwnFragment }) {
  if (pictureUrls.length === 0) return null;
  return (
    <span className="flex flex-wrap gap-1">
      {pictureUrls.slice(0, SHOWN).map((url) => (
        <img key={url} src={url} alt="" width={64} height={64} className="size-16 rounded-box" />
      ))}
    </span>
  );
}

/** What was asked for, each with a way to delete it. */
export function OwnList({ works }: { works: readonly OwnFragment[] }) {
  const router = useRouter();
  const [said, setSaid] = useState('');

  async function attempt(work: () => Promise<CameToFragment | { readonly message: string }>) {
    try {
      const outcome = await work();
      if ('message' in outcome) throw new Error(outcome.message);
      setSaid(deletedInWords(outcome));
      router.refresh();
    } catch (error) {
      setSaid(error instanceof Error ? error.message : 'It did not work.');
    }
  }

  return (
    <>
      <p role="status" className="mt-4 empty:hidden">
        {said}
      </p>
      <ul className="mt-4 space-y-3">
        {works.map((work) => (
          <li key={work.id} className="card flex flex-wrap items-start gap-x-4 gap-y-2 p-4">
            <div className="min-w-0 flex-1 basis-64 space-y-1">
              <p className="font-medium wrap-anywhere">
                {work.path && work.visibility !== 'HIDDEN' && work.visibility !== 'REMOVED' ? (
                  <Link href={work.path} className="underline">
                    {work.text}
                  </Link>
                ) : (
                  work.text
                )}
              </p>
              <p className="quiet text-sm">
                {KINDS[work.kind].one}, {work.createdAt.slice(0, 10)} · {statesOf(work).join(' · ')}
              </p>
              <Thumbnails work={work} />
            </div>
            <DeleteButton
              label="Delete"
              sure="Really delete"
              what={work.text}
              onSure={() =>
                attempt(async () => (await request(DeleteMineDocument, { id: work.id })).deleteMine)
              }
            />
          </li>
        ))}
      </ul>
      {works.length > 0 && (
        <section aria-labelledby="delete-all" className="mt-8 space-y-2">
          <h2 id="delete-all" className="text-xl font-semibold">
            Delete everything
          </h2>
          <p>
            All prompts, longer prompts and pictures that you asked for, for good. Votes of others
            on pictures stay, without the pictures. What others asked for, too, stays as theirs.
          </p>
          <DeleteButton
            label="Delete everything"
            sure="Really delete everything"
            what="all that I asked for"
            onSure={() => attempt(async () => (await request(DeleteAllMineDocument)).deleteAllMine)}
          />
        </section>
      )}
    </>
  );
}
