'use client';

import Link from 'next/link';
import { useRouter } from 'next/navigation';
import { useState } from 'react';
import { useFormatter, useTranslations } from 'use-intl/react';
import { request } from '@/app/components/graphql-client';
import { DeleteButton } from './delete-button';
import { deletedInWords, statesOf } from './in-words';
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
        <img
          key={url}
          src={url}
          alt=""
          width={64}
          height={64}
          className="size-12 rounded-box sm:size-16"
        />
      ))}
    </span>
  );
}

/** What was asked for, each with a way to delete it. */
export function OwnList({ works }: { works: readonly OwnFragment[] }) {
  const router = useRouter();
  const [said, setSaid] = useState('');
  const t = useTranslations();
  const format = useFormatter();
  const dayOf = (at: string) => format.dateTime(new Date(at), { dateStyle: 'medium' });

  async function attempt(work: () => Promise<CameToFragment | { readonly message: string }>) {
    try {
      const outcome = await work();
      if ('message' in outcome) throw new Error(outcome.message);
      setSaid(deletedInWords(t, outcome));
      router.refresh();
    } catch (error) {
      setSaid(error instanceof Error ? error.message : t('yours.failed'));
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
                {[
                  t('yours.one', { kind: work.kind, day: dayOf(work.createdAt) }),
                  ...statesOf(t, work),
                ].join(' · ')}
              </p>
              <Thumbnails work={work} />
            </div>
            <DeleteButton
              label={t('yours.delete')}
              sure={t('yours.deleteSure')}
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
            {t('yours.deleteAll')}
          </h2>
          <p>{t('yours.deleteAllIs')}</p>
          <DeleteButton
            label={t('yours.deleteAll')}
            sure={t('yours.deleteAllSure')}
            what={t('yours.deleteAllWhat')}
            onSure={() => attempt(async () => (await request(DeleteAllMineDocument)).deleteAllMine)}
          />
        </section>
      )}
    </>
  );
}
