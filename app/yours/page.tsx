import type { Metadata } from 'next';
import Link from 'next/link';
import { z } from 'zod';
import { ForgetMe } from '@/app/components/forget-me';
import { queryAsVisitor } from '@/app/execute';
import { messagesOf } from '@/app/words/messages';
import { MoreWords } from '@/app/words/provider';
import { readersLocale, words } from '@/app/words/server';
import { cursorOf } from '@/graphql/cursor';
import { OwnList } from './own-list';
import { OwnTaste } from './own-taste';
import { MineDocument } from './yours.documents';

export const dynamic = 'force-dynamic';

export async function generateMetadata(): Promise<Metadata> {
  const t = await words();
  return {
    title: t('nav.yours'),
    description: t('yours.description'),
    robots: { index: false },
  };
}

const KIND_NAMES = ['COMPARISON', 'PICTURE', 'PROMPT', 'PROMPT_SET', 'ENRICHMENT'] as const;

const searchShape = z.object({
  kind: z.enum(KIND_NAMES).optional().catch(undefined),
  after: cursorOf().optional().catch(undefined),
});

interface Props {
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}

export default async function YoursPage({ searchParams }: Props) {
  const { kind, after } = searchShape.parse(await searchParams);
  const asked = { kind: kind ?? null, after: after ?? null };
  const { mine, myRanking } = await queryAsVisitor(MineDocument, asked);
  const locale = await readersLocale();
  const t = await words();
  const { yours, forget } = messagesOf(locale);
  const works = mine.edges.map(({ node }) => node);
  const { hasNextPage, endCursor } = mine.pageInfo;
  const of = kind === undefined ? '' : `kind=${kind}&`;
  const isEmpty = works.length === 0 && kind === undefined && after === undefined;
  return (
    <div className="max-w-3xl" lang={locale}>
      <h1 className="mt-4 text-title font-semibold">{t('nav.yours')}</h1>
      <p className="quiet mt-2">
        {t('yours.about')}{' '}
        <Link href="/privacy" className="underline">
          {t('yours.stored')}
        </Link>
      </p>
      <p className="mt-4 flex flex-wrap items-center gap-x-4 gap-y-2">
        <a href="/yours/download" className="button" download>
          {t('yours.download')}
        </a>
        <span className="quiet text-sm">{t('yours.downloadIs')}</span>
      </p>
      {myRanking && myRanking.votes > 0 && <OwnTaste {...myRanking} />}
      {isEmpty ? (
        <div className="card mt-6 p-6">
          <p className="font-medium">{t('yours.empty')}</p>
          <p className="quiet mt-1">{t('yours.emptyIs')}</p>
          <Link href="/create" className="button mt-3">
            {t('yours.paint')}
          </Link>
        </div>
      ) : (
        <>
          <nav aria-label={t('yours.kinds')} className="mt-6 flex flex-wrap gap-2">
            <Link href="/yours" aria-current={kind ? undefined : 'page'} className="pill">
              {t('yours.all')}
            </Link>
            {KIND_NAMES.map((name) => (
              <Link
                key={name}
                href={`/yours?kind=${name}`}
                aria-current={kind === name ? 'page' : undefined}
                className="pill"
              >
                {t('yours.many', { kind: name })}
              </Link>
            ))}
          </nav>
          <noscript>
            <p className="mt-4">{t('yours.noScript')}</p>
          </noscript>
          {works.length === 0 && <p className="quiet mt-4">{t('yours.none')}</p>}
          <MoreWords words={{ yours }}>
            <OwnList works={works} />
          </MoreWords>
          {hasNextPage && endCursor && (
            <Link
              href={`/yours?${of}after=${encodeURIComponent(endCursor)}`}
              className="button-quiet mt-4"
            >
              {t('yours.older')}
            </Link>
          )}
        </>
      )}
      <section aria-labelledby="forget" className="mt-8">
        <h2 id="forget" className="mb-2 text-xl font-semibold">
          {t('yours.forget')}
        </h2>
        <MoreWords words={{ forget }}>
          <ForgetMe />
        </MoreWords>
      </section>
    </div>
  );
}
