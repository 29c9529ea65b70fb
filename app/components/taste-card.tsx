'use client';

import { useState, useSyncExternalStore } from 'react';
import { useTranslations } from 'use-intl/react';
import { Button } from './ui/button';

const URL_OF_CARD = '/yours/taste';
const NAME = 'sarovar-taste.png';
const PNG = { type: 'image/png' };

const never = () => () => undefined;

/** Whether this browser hands pictures to other programs. */
function canShare(): boolean {
  return 'canShare' in navigator && navigator.canShare({ files: [new File([], NAME, PNG)] });
}

/** Saves the picture of what one's own votes say, or shares it where the device can. */
export function TasteCard() {
  const t = useTranslations('taste');
  const [problem, setProblem] = useState('');
  const shares = useSyncExternalStore(never, canShare, () => false);

  async function share() {
    setProblem('');
    try {
      const answer = await fetch(URL_OF_CARD);
      if (!answer.ok) throw new Error(await answer.text());
      const files = [new File([await answer.blob()], NAME, PNG)];
      await navigator.share({
        files,
        text: t('shared'),
        url: new URL('/vote', location.href).href,
      });
    } catch (error) {
      // Whoever closes the device's own list of ways to share wants nothing.
      if (error instanceof DOMException && error.name === 'AbortError') return;
      setProblem(error instanceof Error ? error.message : t('failed'));
    }
  }

  return (
    <div>
      <div className="flex flex-wrap gap-2">
        <a href={URL_OF_CARD} download={NAME} className="button-quiet">
          {t('save')}
        </a>
        {shares && (
          <Button kind="quiet" onClick={() => void share()}>
            {t('share')}
          </Button>
        )}
      </div>
      <p role="alert" className="mt-1 text-red-800 empty:hidden dark:text-red-300">
        {problem}
      </p>
    </div>
  );
}
