import type { Metadata } from 'next';
import Link from 'next/link';
import { z } from 'zod';
import { CATEGORIES } from '@/app/components/categories';
import { query } from '@/app/execute';
import { OfferedDocument } from './vote.documents';
import { ForgetMe } from './forget-me';
import { Voting } from './voting';

export const dynamic = 'force-dynamic';

export const metadata: Metadata = {
  title: 'Vote',
  description:
    'Two pictures, one prompt: which follows it better? Nobody is told who painted them.',
};

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
  const { arena, status } = await query(OfferedDocument);
  const offered = new Set(arena.map((entry) => entry.category));
  const here = (name: string | undefined) => (name === category ? 'page' : undefined);
  return (
    <>
      <h1 className="sr-only">Vote</h1>
      <nav aria-label="Categories" className="flex flex-wrap gap-2">
        <Link href="/vote" aria-current={here(undefined)} className="chip">
          All
        </Link>
        {CATEGORIES.filter(({ name }) => offered.has(name)).map(({ name, title }) => (
          <Link
            key={name}
            href={`/vote?category=${name}`}
            aria-current={here(name)}
            className="chip"
          >
            {title}
          </Link>
        ))}
      </nav>
      <Voting
        key={`${category ?? 'all'} ${arena.length > 0}`}
        category={category}
        painting={arena.length === 0 && status.queued + status.running > 0}
      />
      <ForgetMe />
    </>
  );
}
