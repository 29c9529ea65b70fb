import type { Metadata } from 'next';
import { EmptyState } from '@/app/components/ui/empty-state';
import { readersLocale, words } from '@/app/words/server';

type Missing = 'comparison' | 'picture' | 'verdict' | 'ranking' | 'set' | 'study' | 'page';

/** The metadata of a page that says that something is not here: by its title, what. */
export function titleOfMissing(what: Missing): () => Promise<Metadata> {
  return async () => {
    const t = await words();
    return { title: t(`missing.${what}`) };
  };
}

/** What stands at an address where nothing is. */
export async function NothingHere() {
  const t = await words();
  return (
    <div lang={await readersLocale()}>
      <EmptyState level={1} title={t('missing.page')} next={{ href: '/', title: t('nav.compare') }}>
        {t('missing.why')}
      </EmptyState>
    </div>
  );
}
