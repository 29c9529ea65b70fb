import { SearchField } from '@/app/components/site/search-field';
import { words } from '@/app/words/server';
import { LONGEST_SEARCH } from './asked';

/** A search that is too long is not made of its beginning: by how much it is, and the whole of it to be shortened. */
export async function TooLongSearch({ text }: { readonly text: string }) {
  const t = await words();
  const { length } = text;
  return (
    <div className="max-w-text space-y-3 pt-4">
      <h1 className="text-title font-semibold">{t('front.tooLong')}</h1>
      <p role="alert">
        {t('front.tooLongBy', { length, limit: LONGEST_SEARCH, over: length - LONGEST_SEARCH })}
      </p>
      <SearchField label={t('front.shorten')} value={text} />
    </div>
  );
}
