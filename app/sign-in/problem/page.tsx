import type { Metadata } from 'next';
import Link from 'next/link';
import { notFound } from 'next/navigation';
import { query } from '@/app/execute';
import { readersLocale, words } from '@/app/words/server';
import { WHY } from '../why';
import { SignInDocument } from './sign-in.documents';

export const dynamic = 'force-dynamic';

export async function generateMetadata(): Promise<Metadata> {
  const t = await words();
  return { title: t('signInProblem.title'), robots: { index: false } };
}

interface Props {
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}

export default async function SignInProblemPage({ searchParams }: Props) {
  const { why } = await searchParams;
  const { signIn } = await query(SignInDocument);
  const known = WHY.find((name) => name === why);
  if (!signIn || !known) notFound();
  const t = await words();
  return (
    <article className="mt-4 max-w-3xl space-y-4" lang={await readersLocale()}>
      <h1 className="text-title font-semibold">{t('signInProblem.title')}</h1>
      <p role="alert">{t(`signInProblem.${known}`, { name: signIn.name })}</p>
      <p>
        <Link href={why === 'no-curator' ? '/curate' : '/vote'} className="button">
          {t(why === 'no-curator' ? 'signInProblem.back' : 'nav.vote')}
        </Link>
      </p>
    </article>
  );
}
