'use client';

import { useEffect, useState, useSyncExternalStore } from 'react';
import { useTranslations } from 'use-intl/react';
import { Button } from '@/app/components/ui/button';

/** One picture and the other in a second: far from three flashes a second, from which on some people have fits. */
const EACH_MS = 500;

const STILL = '(prefers-reduced-motion: reduce)';

function onChange(tell: () => void) {
  const query = matchMedia(STILL);
  query.addEventListener('change', tell);
  return () => query.removeEventListener('change', tell);
}

interface Props {
  readonly shown: 'a' | 'b';
  readonly onShow: (side: 'a' | 'b') => void;
}

/** Shows one picture, then the other, until it is stopped; whoever wants no motion does it by hand. */
export function Blinking({ shown, onShow }: Props) {
  const t = useTranslations('comparison');
  const isStill = useSyncExternalStore(
    onChange,
    () => matchMedia(STILL).matches,
    () => true,
  );
  const [isPaused, setPaused] = useState(false);
  const other = shown === 'a' ? 'b' : 'a';

  useEffect(() => {
    if (isStill || isPaused) return undefined;
    const timer = setTimeout(() => onShow(other), EACH_MS);
    return () => clearTimeout(timer);
  }, [isStill, isPaused, other, onShow]);

  return (
    <>
      {!isStill && (
        <Button kind="quiet" onClick={() => setPaused(!isPaused)}>
          {isPaused ? t('goOn') : t('pause')}
        </Button>
      )}
      <Button
        kind="quiet"
        onClick={() => {
          setPaused(true);
          onShow(other);
        }}
      >
        {t('showOther')}
      </Button>
    </>
  );
}
