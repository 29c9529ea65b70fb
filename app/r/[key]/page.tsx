import type { Metadata } from 'next';
import Link from 'next/link';
import { notFound } from 'next/navigation';
import { bibtex } from '@/app/components/cite';
import { CopyText } from '@/app/components/copy-text';
import { Moment } from '@/app/components/moment';
import { oembedLink } from '@/app/components/oembed';
import { origin } from '@/app/components/origin';
import { ShareButton } from '@/app/components/share-button';
import { Known } from '@/app/results/known';
import { RankingView } from '@/app/results/ranking-view';
import { englishWords, readersFormat, readersLocale, words } from '@/app/words/server';
import { load, titleOf, type Snapshot } from './load';

export const dynamic = 'force-dynamic';

interface Props {
  params: Promise<{ key: string }>;
}

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const t = await words();
  const { key } = await params;
  const snapshot = await load(key);
  if (!snapshot) return { title: t('results.kept.missing'), robots: { index: false } };
  const format = await readersFormat();
  const day = format.dateTime(new Date(snapshot.createdAt), { dateStyle: 'medium' });
  const url = new URL(`/r/${key}`, await origin()).href;
  const { votes, voters } = snapshot.ranking;
  return {
    title: t('results.kept.title', { day, slice: titleOf(t, snapshot) }),
    description: t('results.kept.description', { votes, voters }),
    alternates: { canonical: url, types: oembedLink(url) },
  };
}

/** How to cite them: in BibTeX, and as numbers. */
async function Cite({ of, itsKey: key }: { readonly of: Snapshot; readonly itsKey: string }) {
  const t = await words();
  const cited = bibtex({
    key,
    title: `Sarovar, results of blind votes: ${titleOf(englishWords(), of)}`,
    url: new URL(`/r/${key}`, await origin()).href,
    createdAt: of.createdAt,
    done: 'As they stood on',
  });
  return (
    <section aria-labelledby="cite" className="space-y-3 print:hidden">
      <h2 id="cite" className="text-xl font-semibold">
        {t('results.cite.title')}
      </h2>
      <CopyText label={t('results.cite.bibtex')} text={cited} />
      <p>
        <a href={`/r/${key}/csv`} className="button-quiet" download>
          {t('results.cite.csv')}
        </a>
      </p>
    </section>
  );
}

export default async function SnapshotPage({ params }: Props) {
  const { key } = await params;
  const snapshot = await load(key);
  if (!snapshot) notFound();
  const t = await words();
  const title = titleOf(t, snapshot);
  return (
    <article className="mt-4 space-y-6" lang={await readersLocale()}>
      <div className="space-y-2">
        <h1 className="text-title font-semibold text-balance">
          {t('nav.results')}: {title}
        </h1>
        <p className="quiet">
          {t.rich('results.kept.asOf', {
            moment: () => <Moment key="moment" at={snapshot.createdAt} />,
          })}{' '}
          <Link href="/results" className="link">
            {t('results.kept.today')}
          </Link>
        </p>
        <Known ranking={snapshot.ranking} />
        <ShareButton title={title} />
      </div>
      <RankingView ranking={snapshot.ranking} />
      <Cite of={snapshot} itsKey={key} />
      <p className="quiet text-sm break-all">
        {t('results.kept.hash')} {snapshot.votesSha256}
      </p>
    </article>
  );
}
