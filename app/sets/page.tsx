import type { Metadata } from 'next';
import Link from 'next/link';
import { z } from 'zod';
import { query } from '@/app/execute';
import { messagesOf } from '@/app/words/messages';
import { MoreWords } from '@/app/words/provider';
import { readersLocale, words } from '@/app/words/server';
import { ImportSet } from './import-set';
import { LicenceOf } from './licence-of';
import { PromptSetsDocument } from './sets.documents';

export const dynamic = 'force-dynamic';

export async function generateMetadata(): Promise<Metadata> {
  const t = await words();
  return { title: t('nav.sets'), description: t('sets.description') };
}

const searchShape = z.object({ after: z.string().max(200).optional().catch(undefined) });

interface Props {
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}

export default async function SetsPage({ searchParams }: Props) {
  const { after } = searchShape.parse(await searchParams);
  const { promptSets } = await query(PromptSetsDocument, { after: after ?? null });
  const locale = await readersLocale();
  const t = await words();
  const { hasNextPage, endCursor } = promptSets.pageInfo;
  return (
    <div className="max-w-3xl" lang={locale}>
      <h1 className="mt-4 text-3xl font-semibold">{t('nav.sets')}</h1>
      <p className="quiet mt-2">{t('sets.about')}</p>
      {promptSets.edges.length === 0 && <p className="mt-4">{t('sets.none')}</p>}
      <ul className="mt-4 space-y-3">
        {promptSets.edges.map(({ node }) => (
          <li key={node.key} className="card p-4">
            <Link href={`/sets/${node.key}`} className="font-medium wrap-anywhere underline">
              {node.title}
            </Link>
            <p className="quiet text-sm">
              {t('sets.count', { count: node.promptCount })} · <LicenceOf {...node} />
            </p>
          </li>
        ))}
      </ul>
      {hasNextPage && endCursor && (
        <Link href={`/sets?after=${encodeURIComponent(endCursor)}`} className="button-quiet mt-4">
          {t('sets.older')}
        </Link>
      )}
      <section aria-labelledby="bring" className="mt-8">
        <h2 id="bring" className="text-xl font-semibold">
          {t('sets.bring')}
        </h2>
        <p className="quiet mt-2">{t('sets.formats')}</p>
        <noscript>
          <p className="mt-2">{t('sets.noScript')}</p>
        </noscript>
        <MoreWords words={{ sets: messagesOf(locale).sets }}>
          <ImportSet />
        </MoreWords>
      </section>
    </div>
  );
}
