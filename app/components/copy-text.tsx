'use client';

import { useState } from 'react';
import { useTranslations } from 'use-intl/react';
import { Button } from './ui/button';

interface Props {
  readonly label: string;
  readonly text: string;
}

/** A few lines to take elsewhere, with a button that copies them. */
export function CopyText({ label, text }: Props) {
  const t = useTranslations('sharing');
  const [said, setSaid] = useState('');

  async function copy() {
    try {
      await navigator.clipboard.writeText(text);
      setSaid(t('copied'));
    } catch {
      setSaid(t('byHand'));
    }
  }

  return (
    <div>
      <pre
        role="region"
        aria-label={label}
        tabIndex={0}
        className="rounded-box overflow-x-auto border border-(--line) p-3 text-sm"
      >
        {text}
      </pre>
      <div className="needs-script mt-2 flex items-center gap-3">
        <Button
          kind="quiet"
          aria-label={t('copyWhat', { what: label })}
          onClick={() => void copy()}
        >
          {t('copy')}
        </Button>
        <span role="status" className="quiet text-sm">
          {said}
        </span>
      </div>
    </div>
  );
}
