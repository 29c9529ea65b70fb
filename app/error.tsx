'use client';

import { useLocale, useTranslations } from 'use-intl/react';

export default function ErrorPage({
  error,
  reset,
}: {
  error: Error & { digest?: string };
  reset: () => void;
}) {
  const t = useTranslations('statusError');
  return (
    <div className="card mt-8 p-6" lang={useLocale()}>
      <h1 className="text-title font-semibold">{t('ours')}</h1>
      {error.digest && <p className="quiet mt-2">{t('brokenNumber', { digest: error.digest })}</p>}
      <button type="button" className="button mt-4" onClick={reset}>
        {t('again')}
      </button>
    </div>
  );
}
