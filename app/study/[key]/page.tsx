import type { Metadata } from 'next';
import Link from 'next/link';
import { notFound } from 'next/navigation';
import { z } from 'zod';
import { byKey } from '@/app/components/by-key';
import { query } from '@/app/execute';
import { messagesOf } from '@/app/words/messages';
import { MoreWords } from '@/app/words/provider';
import { readersLocale, words } from '@/app/words/server';
import { CellPictures } from './cell';
import { Progress } from './progress';
import { StudyPageDocument } from './study.documents';

export const dynamic = 'force-dynamic';

const head = byKey(
  async (key) => (await query(StudyPageDocument, { key, after: null, failed: false })).study,
);

interface Props {
  params: Promise<{ key: string }>;
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const study = await head((await params).key);
  if (!study) return { title: (await words())('missing.study'), robots: { index: false } };
  const robots = study.set.visibility === 'VISIBLE' ? {} : { robots: { index: false } };
  return { title: study.title, ...robots };
}

const searchShape = z.object({
  after: z.string().max(200).optional().catch(undefined),
  failed: z.literal('1').optional().catch(undefined),
});

export default async function StudyPage({ params, searchParams }: Props) {
  const { key } = await params;
  const { after, failed } = searchShape.parse(await searchParams);
  const only = failed !== undefined;
  const study =
    after === undefined && !only
      ? await head(key)
      : (await query(StudyPageDocument, { key, after: after ?? null, failed: only })).study;
  if (!study) notFound();
  const t = await words();
  const locale = await readersLocale();
  const { hasNextPage, endCursor } = study.cells.pageInfo;
  const here = (more: Readonly<Record<string, string>>) =>
    `/study/${key}?${new URLSearchParams(more).toString()}`;
  return (
    <div className="max-w-3xl" lang={locale}>
      <h1 className="mt-4 text-3xl font-semibold wrap-anywhere">{study.title}</h1>
      <p className="quiet mt-2 wrap-anywhere">
        <Link href={`/sets/${study.set.key}`} className="underline">
          {study.set.title}
        </Link>
        {' · '}
        {study.models.map(({ name, base }) => `${base.title} ${name}`).join(', ')}
        {' · '}
        {t('studies.seeds', { seeds: study.seeds.join(', ') })}
      </p>
      <p className="quiet mt-1 text-sm wrap-anywhere">
        {t('studies.plan', { sha256: study.planSha256 })}
      </p>
      <MoreWords words={{ studies: messagesOf(locale).studies }}>
        <Progress study={study} studyKey={key} />
      </MoreWords>
      <h2 className="mt-6 text-xl font-semibold">
        {only ? t('studies.failures') : t('studies.pictures')}
      </h2>
      <p className="mt-2">
        <Link href={only ? `/study/${key}` : here({ failed: '1' })} className="underline">
          {only ? t('studies.all') : t('studies.onlyFailures')}
        </Link>
      </p>
      {study.cells.edges.length === 0 && <p className="mt-2">{t('studies.none')}</p>}
      <ol className="mt-4 space-y-3">
        {study.cells.edges.map(({ node }) => (
          <CellPictures key={node.id} cell={node} />
        ))}
      </ol>
      {hasNextPage && endCursor && (
        <Link
          href={here({ after: endCursor, ...(only ? { failed: '1' } : {}) })}
          className="button-quiet mt-4"
        >
          {t('studies.next')}
        </Link>
      )}
    </div>
  );
}
