'use client';

import { useState } from 'react';
import { useTranslations } from 'use-intl/react';
import { Button } from './ui/button';
import { Toast } from './ui/toast';

interface Props {
  readonly title: string;
}

/** Hands this page's address to what the device shares with, or else copies it. */
export function ShareButton({ title }: Props) {
  const t = useTranslations('sharing');
  const [said, setSaid] = useState('');

  async function share() {
    const url = window.location.href;
    try {
      if ('share' in navigator && matchMedia('(pointer: coarse)').matches) {
        await navigator.share({ title, url });
        return;
      }
      // Browsers have a clipboard on secure pages only.
      await navigator.clipboard.writeText(url);
      setSaid(t('addressCopied'));
    } catch (error) {
      // Whoever closes the device's own list of ways to share wants nothing.
      if (!(error instanceof DOMException && error.name === 'AbortError')) setSaid(url);
    }
  }

  return (
    <>
      <Button kind="quiet" className="needs-script" onClick={() => void share()}>
        {t('share')}
      </Button>
      <Toast message={said} onClose={() => setSaid('')} />
    </>
  );
}
