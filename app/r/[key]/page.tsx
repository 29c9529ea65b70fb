import type { Metadata } from 'next';
import Link from 'next/link';
import { notFound } from 'next/navigation';
import { CopyLink } from '@/app/components/copy-link';
import { Moment } from '@/app/components/moment';
import { oembedLink } from '@/app/components/oembed';
import { origin } from '@/app/components/origin';
import { RankingView } from '@/app/results/ranking-view';
import { load, titleOf } from './load';

export const dynamic = 'force-dynamic';

interface Props {
  params: Promise<{ key: string }>;
}

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { key } = await params;
  const snapshot = await load(key);
  if (!snapshot) return { title: 'No such results', robots: { index: false } };
  const url = new URL(`/r/${key}`, await origin()).href;
  const day = snapshot.createdAt.slice(0, 10);
  const { votes, voters } = snapshot.ranking;
  return {
    title: `Results of ${day}: ${titleOf(snapshot)}`,
    description: `From ${votes} blind votes by ${voters} voters, with intervals.`,
    alternates: { canonical: url, types: oembedLink(url) },
  };
}

export default async function SnapshotPage({ params }: Props) {
  const snapshot = await load((await params).key);
  if (!snapshot) notFound();
  return (
    <article className="mt-4 space-y-6">
      <h1 className="text-3xl font-semibold text-balance">{titleOf(snapshot)}</h1>
      <p className="quiet">
        As they stood on <Moment at={snapshot.createdAt} />; they do not change.{' '}
        <Link href="/results" className="underline">
          Today’s
        </Link>
      </p>
      <RankingView ranking={snapshot.ranking} />
      <p className="quiet text-sm break-all">
        SHA-256 of its votes, one line of JSON each, in the order of their ids:{' '}
        {snapshot.votesSha256}
      </p>
      <CopyLink what="these results as they stood, with their intervals" />
    </article>
  );
}
