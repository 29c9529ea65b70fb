import type { Metadata } from 'next';
import Link from 'next/link';
import { z } from 'zod';
import { query } from '@/app/execute';
import { readersLocale, words } from '@/app/words/server';
import { StudiesDocument } from './studies.documents';

export const dynamic = 'force-dynamic';

export async function generateMetadata(): Promise<Metadata> {
  const t = await words();
  return { title: t('nav.studies'), description: t('studies.description') };
}

const searchShape = z.object({ after: z.string().max(200).optional().catch(undefined) });

interface Props {
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}

export default async function StudiesPage({ searchParams }: Props) {
  const { after } = searchShape.parse(await searchParams);
  const { studies } = await query(StudiesDocument, { after: after ?? null });
  const t = await words();
  const { hasNextPage, endCursor } = studies.pageInfo;
  return (
    <div className="max-w-3xl" lang={await readersLocale()}>
      <h1 className="mt-4 text-3xl font-semibold">{t('nav.studies')}</h1>
      <p className="quiet mt-2">{t('studies.about')}</p>
      <p className="quiet mt-2 wrap-anywhere">{t('studies.begin')}</p>
      {studies.edges.length === 0 && <p className="mt-4">{t('studies.empty')}</p>}
      <ul className="mt-4 space-y-3">
        {studies.edges.map(({ node: { key, title, state, progress } }) => (
          <li key={key} className="card p-4">
            <Link href={`/study/${key}`} className="font-medium wrap-anywhere underline">
              {title}
            </Link>
            <p className="quiet text-sm">
              {t('studies.state', { state })} · {t('studies.painted', { ...progress })}
            </p>
          </li>
        ))}
      </ul>
      {hasNextPage && endCursor && (
        <Link href={`/study?after=${encodeURIComponent(endCursor)}`} className="button-quiet mt-4">
          {t('studies.older')}
        </Link>
      )}
    </div>
  );
}
