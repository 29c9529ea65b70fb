import type { Metadata } from 'next';
import Link from 'next/link';
import { z } from 'zod';
import { ForgetMe } from '@/app/components/forget-me';
import { queryAsVisitor } from '@/app/execute';
import { cursorSchema } from '@/graphql/cursor';
import { KINDS } from './in-words';
import { OwnList } from './own-list';
import { MineDocument } from './yours.documents';

export const dynamic = 'force-dynamic';
export const metadata: Metadata = {
  title: 'Yours',
  description: 'What you asked for here: to see, to download, to delete.',
  robots: { index: false },
};

const KIND_NAMES = ['COMPARISON', 'PICTURE', 'PROMPT', 'ENRICHMENT'] as const;

const searchShape = z.object({
  kind: z.enum(KIND_NAMES).optional().catch(undefined),
  after: cursorSchema.optional().catch(undefined),
});

interface Props {
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}

export default async function YoursPage({ searchParams }: Props) {
  const { kind, after } = searchShape.parse(await searchParams);
  const { mine } = await queryAsVisitor(MineDocument, { kind: kind ?? null, after: after ?? null });
  const works = mine.edges.map(({ node }) => node);
  const { hasNextPage, endCursor } = mine.pageInfo;
  const of = kind === undefined ? '' : `kind=${kind}&`;
  const isEmpty = works.length === 0 && kind === undefined && after === undefined;
  return (
    <div className="max-w-3xl">
      <h1 className="mt-4 text-3xl font-semibold">Yours</h1>
      <p className="quiet mt-2">
        What this browser has asked for: it is known by a cookie, and by nothing else.{' '}
        <Link href="/privacy" className="underline">
          What is stored
        </Link>
      </p>
      <p className="mt-4 flex flex-wrap items-center gap-x-4 gap-y-2">
        <a href="/yours/download" className="button" download>
          Download all about me
        </a>
        <span className="quiet text-sm">
          One JSON file: prompts, pictures, votes, stars, reports.
        </span>
      </p>
      {isEmpty ? (
        <div className="card mt-6 p-6">
          <p className="font-medium">You have not asked for anything yet.</p>
          <p className="quiet mt-1">
            Prompts and pictures that you ask for on Create are listed here, and can be deleted.
          </p>
          <Link href="/create" className="button mt-3">
            Paint something
          </Link>
        </div>
      ) : (
        <>
          <nav aria-label="Kinds" className="mt-6 flex flex-wrap gap-2">
            <Link href="/yours" aria-current={kind ? undefined : 'page'} className="pill">
              All
            </Link>
            {KIND_NAMES.map((name) => (
              <Link
                key={name}
                href={`/yours?kind=${name}`}
                aria-current={kind === name ? 'page' : undefined}
                className="pill"
              >
                {KINDS[name].many}
              </Link>
            ))}
          </nav>
          <noscript>
            <p className="mt-4">Deleting needs JavaScript in this browser; all else does not.</p>
          </noscript>
          {works.length === 0 && <p className="quiet mt-4">There are none here.</p>}
          <OwnList works={works} />
          {hasNextPage && endCursor && (
            <Link
              href={`/yours?${of}after=${encodeURIComponent(endCursor)}`}
              className="button-quiet mt-4"
            >
              Older
            </Link>
          )}
        </>
      )}
      <section aria-labelledby="forget" className="mt-8">
        <h2 id="forget" className="mb-2 text-xl font-semibold">
          Be forgotten
        </h2>
        <ForgetMe />
      </section>
    </div>
  );
}
