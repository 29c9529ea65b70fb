import { Refresh } from '@/app/components/refresh';
import { words } from '@/app/words/server';

/** How many pictures will come by themselves; nothing while there are none. */
export async function Waiting({ count }: { readonly count: number }) {
  const t = await words();
  if (count === 0) return null;
  return (
    <p className="quiet mt-4">
      {t('front.painting', { count })}
      <Refresh />
    </p>
  );
}
