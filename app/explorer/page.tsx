import type { Metadata } from 'next';
import { readersLocale, words } from '@/app/words/server';
import { Explorer } from './explorer';

export async function generateMetadata(): Promise<Metadata> {
  const t = await words();
  return { title: t('explorer.title') };
}

export default async function ExplorerPage() {
  const t = await words();
  return (
    <>
      <div lang={await readersLocale()}>
        <h1 className="mt-4 text-title font-semibold">{t('explorer.title')}</h1>
        <p className="quiet mt-2">
          {t.rich('explorer.text', { code: (chunks) => <code>{chunks}</code> })}
        </p>
      </div>
      <Explorer />
    </>
  );
}
