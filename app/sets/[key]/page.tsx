import type { Metadata } from 'next';
import Link from 'next/link';
import { notFound } from 'next/navigation';
import { z } from 'zod';
import { byKey } from '@/app/components/by-key';
import { categoryTitle } from '@/app/components/categories';
import { ReportThis } from '@/app/components/report-this';
import { query } from '@/app/execute';
import { messagesOf } from '@/app/words/messages';
import { MoreWords } from '@/app/words/provider';
import { readersLocale, words } from '@/app/words/server';
import { LicenceOf } from '../licence-of';
import { PromptSetPageDocument } from './set.documents';

export const dynamic = 'force-dynamic';

const head = byKey(
  async (key) => (await query(PromptSetPageDocument, { key, after: null })).promptSet,
);

interface Props {
  params: Promise<{ key: string }>;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const set = await head((await params).key);
  if (!set) return { title: (await words())('missing.set'), robots: { index: false } };
  const robots = set.visibility === 'VISIBLE' ? {} : { robots: { index: false } };
  return { title: set.title, ...robots };
}

const searchShape = z.object({ after: z.string().max(200).optional().catch(undefined) });

export default async function SetPage({ params, searchParams }: Props) {
  const { key } = await params;
  const { after } = searchShape.parse(await searchParams);
  const first = await head(key);
  if (!first) notFound();
  const set =
    after === undefined ? first : (await query(PromptSetPageDocument, { key, after })).promptSet;
  if (!set) notFound();
  const t = await words();
  const locale = await readersLocale();
  const { reporting } = messagesOf(locale);
  const { hasNextPage, endCursor } = set.prompts.pageInfo;
  return (
    <div className="max-w-3xl" lang={locale}>
      <h1 className="mt-4 text-3xl font-semibold wrap-anywhere">{set.title}</h1>
      <p className="quiet mt-2">
        {t('sets.count', { count: set.promptCount })} · <LicenceOf {...set} />
        {set.visibility === 'UNLISTED' && ` · ${t('sets.unlisted')}`}
      </p>
      {set.source !== null && (
        <p className="mt-2">
          <a href={set.source} rel="nofollow noreferrer" className="wrap-anywhere underline">
            {set.source}
          </a>
        </p>
      )}
      <ol className="mt-4 space-y-2">
        {set.prompts.edges.map(({ node }) => (
          <li key={node.id} value={node.position} className="card p-3">
            <p className="wrap-anywhere" lang="en">
              <span className="quiet tabular-nums">{node.position}. </span>
              {node.prompt.text}
            </p>
            <p className="quiet text-sm">
              {[categoryTitle(t, node.prompt.category), node.ownCategory ?? []].flat().join(' · ')}
            </p>
          </li>
        ))}
      </ol>
      {hasNextPage && endCursor && (
        <Link
          href={`/sets/${key}?after=${encodeURIComponent(endCursor)}`}
          className="button-quiet mt-4"
        >
          {t('sets.next')}
        </Link>
      )}
      <div className="mt-6">
        <MoreWords words={{ reporting }}>
          <ReportThis id={set.id} what="set" />
        </MoreWords>
      </div>
    </div>
  );
}
