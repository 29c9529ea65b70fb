'use client';

import { useState } from 'react';
import { useTranslations } from 'use-intl/react';
import { Button } from './ui/button';
import { Toast } from './ui/toast';

interface Props {
  readonly title: string;
  /** Where it is shown to others, if not on this page. */
  readonly path?: string;
}

/** Hands an address, this page's by default, to what the device shares with, or else copies it. */
export function ShareButton({ title, path = '' }: Props) {
  const t = useTranslations('sharing');
  const [said, setSaid] = useState('');

  async function share() {
    const url = new URL(path, window.location.href).href;
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
