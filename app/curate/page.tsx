import type { Metadata } from 'next';
import { query } from '@/app/execute';
import { messagesOf } from '@/app/words/messages';
import { MoreWords } from '@/app/words/provider';
import { readersLocale, words } from '@/app/words/server';
import { CuratorsDocument } from './curate.documents';
import { Curating } from './curating';

export async function generateMetadata(): Promise<Metadata> {
  const t = await words();
  return {
    title: t('curate.title'),
    description: t('curate.description'),
    robots: { index: false },
  };
}

export const dynamic = 'force-dynamic';

export default async function CuratePage() {
  const { signIn } = await query(CuratorsDocument);
  const locale = await readersLocale();
  const { curate } = messagesOf(locale);
  return (
    <div className="mx-auto max-w-3xl" lang={locale}>
      <h1 className="mt-4 text-title font-semibold">{(await words())('curate.title')}</h1>
      <MoreWords words={{ curate }}>
        <Curating issuer={signIn?.forCurators ? signIn.name : undefined} />
      </MoreWords>
    </div>
  );
}
