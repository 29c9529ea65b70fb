import type { Metadata } from 'next';
import Link from 'next/link';
import { notFound } from 'next/navigation';
import { query } from '@/app/execute';
import { WHY } from '../why';
import { SignInDocument } from './sign-in.documents';

export const dynamic = 'force-dynamic';
export const metadata: Metadata = { title: 'Not signed in', robots: { index: false } };

interface Props {
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}

export default async function SignInProblemPage({ searchParams }: Props) {
  const { why } = await searchParams;
  const { signIn } = await query(SignInDocument);
  const known = Object.entries(WHY).find(([name]) => name === why);
  if (!signIn || !known) notFound();
  return (
    <article className="mt-4 max-w-3xl space-y-4">
      <h1 className="text-title font-semibold">Not signed in</h1>
      <p role="alert">{known[1].replace('NAME', signIn.name)}</p>
      <p>
        <Link href={why === 'no-curator' ? '/curate' : '/vote'} className="button">
          {why === 'no-curator' ? 'Back' : 'Vote'}
        </Link>
      </p>
    </article>
  );
}
