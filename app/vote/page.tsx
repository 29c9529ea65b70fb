import type { Metadata } from 'next';
import { cookies, headers } from 'next/headers';
import Link from 'next/link';
import { z } from 'zod';
import { CATEGORIES, categoryTitle } from '@/app/components/categories';
import { PillLinks } from '@/app/components/ui/pills';
import { ForgetMe } from '@/app/components/forget-me';
import { query } from '@/app/execute';
import { messagesOf } from '@/app/words/messages';
import { MoreWords } from '@/app/words/provider';
import { readersLocale, words } from '@/app/words/server';
import { VOTER_COOKIE } from '@/graphql/voter-session';
import { LAYOUT_SCRIPT } from './layout-name';
import { OfferedDocument } from './vote.documents';
import { VerifiedVoter } from './verified-voter';
import { Voting } from './voting';

export const dynamic = 'force-dynamic';

export async function generateMetadata(): Promise<Metadata> {
  const t = await words();
  return { title: t('nav.vote'), description: t('vote.description') };
}

const searchShape = z.object({
  category: z
    .enum(CATEGORIES.map(({ name }) => name))
    .optional()
    .catch(undefined),
});

interface Props {
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}

export default async function VotePage({ searchParams }: Props) {
  const { category } = searchShape.parse(await searchParams);
  const { arena, arenaBeingFilled, signIn } = await query(OfferedDocument);
  const t = await words();
  const offered = new Set(arena.map((entry) => entry.category));
  const nonce = (await headers()).get('x-nonce') ?? undefined;
  const { forget, taste } = messagesOf(await readersLocale());
  return (
    <div lang={await readersLocale()}>
      <script
        nonce={nonce}
        suppressHydrationWarning
        dangerouslySetInnerHTML={{ __html: LAYOUT_SCRIPT }}
      />
      <h1 className="sr-only">{t('nav.vote')}</h1>
      <div className="mx-auto max-w-3xl">
        <PillLinks
          label={t('vote.categories')}
          choices={[
            { name: undefined, title: t('vote.all') },
            ...CATEGORIES.filter(({ name }) => offered.has(name)).map(({ name }) => ({
              name,
              title: categoryTitle(t, name),
            })),
          ].map(({ name, title }) => ({
            title,
            href: { pathname: '/vote', query: name ? { category: name } : {} },
            chosen: name === category,
          }))}
        />
      </div>
      <noscript>
        <div className="card mt-4 space-y-3 p-4">
          <p>{t('vote.noScript')}</p>
          <Link href="/results" className="button">
            {t('vote.seeResults')}
          </Link>
        </div>
      </noscript>
      <MoreWords words={{ taste }}>
        <Voting
          key={`${category ?? 'all'} ${arena.length > 0}`}
          category={category}
          painting={arenaBeingFilled}
          firstVisit={!(await cookies()).has(VOTER_COOKIE)}
        />
      </MoreWords>
      {signIn && <VerifiedVoter name={signIn.name} />}
      <details className="quiet mx-auto mt-6 max-w-3xl text-sm">
        <summary className="inline-flex min-h-11 cursor-pointer items-center underline">
          {t('vote.storedOfYou')}
        </summary>
        <p className="mb-2">
          {t('vote.storedWhat')}{' '}
          <Link href="/privacy" className="link">
            {t('nav.privacy')}
          </Link>
          {' · '}
          <Link href="/yours" className="link">
            {t('nav.yours')}
          </Link>
        </p>
        <MoreWords words={{ forget }}>
          <ForgetMe />
        </MoreWords>
      </details>
    </div>
  );
}
