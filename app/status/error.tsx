'use client';

import { useTranslations } from 'use-intl/react';
import { Button } from '@/app/components/ui/button';

interface Props {
  readonly error: Error & { readonly digest?: string };
  readonly reset: () => void;
}

/** The page when its numbers cannot be read: that, too, is a status. */
export default function StatusError({ error: { digest }, reset }: Props) {
  const t = useTranslations('statusError');
  return (
    <div className="card mt-8 space-y-2 p-6">
      <h1 className="text-title font-semibold">{t('broken')}</h1>
      <p>{t('brokenWhy')}</p>
      {digest && <p className="quiet text-sm">{t('brokenNumber', { digest })}</p>}
      <Button onClick={reset}>{t('again')}</Button>
    </div>
  );
}
