import { useEffect, useState } from 'react';
import { useTranslations } from 'use-intl/react';
import { asCurator } from '@/app/components/graphql-client';

/** A picture that only curators see, once it is hidden: an address in a page cannot carry their token. */
export function CuratorsPicture({ url, token }: { url: string; token: string }) {
  const [shown, setShown] = useState<string>();
  const t = useTranslations('curate');
  useEffect(() => {
    let made: string | undefined;
    const left = new AbortController();
    const { signal } = left;
    fetch(url, { headers: asCurator(token), signal })
      .then(async (response) => {
        if (!response.ok) return;
        made = URL.createObjectURL(await response.blob());
        setShown(made);
      })
      .catch(() => undefined);
    return () => {
      left.abort();
      if (made !== undefined) URL.revokeObjectURL(made);
    };
  }, [url, token]);
  if (shown === undefined) return <span className="card block size-24" />;
  return (
    <img src={shown} alt={t('picture')} width={96} height={96} className="size-24 rounded-box" />
  );
}
