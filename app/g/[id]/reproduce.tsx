'use client';

import { useState } from 'react';
import { useTranslations } from 'use-intl/react';
import { request, subscribe } from '@/app/components/graphql-client';
import { ReproduceDocument, ReproducingDocument } from './picture.documents';

/** Runs the recipe again and says whether every pixel came out the same. */
export function Reproduce({ id }: { id: string }) {
  const [message, setMessage] = useState('');
  const t = useTranslations('again');
  const [busy, setBusy] = useState(false);

  async function run() {
    setBusy(true);
    setMessage(t('waits'));
    try {
      const { reproduce } = await request(ReproduceDocument, { id });
      if ('message' in reproduce) {
        setMessage(reproduce.message);
        return;
      }
      const events = subscribe(ReproducingDocument, { id: reproduce.id });
      for await (const { generationProgress: progress } of events) {
        if (!progress) continue;
        if (progress.waitsForModel) {
          setMessage(t('waitsForModel'));
        } else if (progress.status === 'RUNNING') {
          setMessage(t('step', { step: progress.currentStep, steps: progress.steps }));
        } else if (progress.status === 'SUCCEEDED') {
          setMessage(progress.reproduction?.pixelsEqual ? t('equal') : t('differs'));
        } else if (progress.error) {
          setMessage(progress.error);
        }
      }
    } catch (error) {
      setMessage(error instanceof Error ? error.message : t('failed'));
    } finally {
      setBusy(false);
    }
  }

  return (
    <div>
      <button type="button" className="button" disabled={busy} onClick={() => void run()}>
        {t('reproduce')}
      </button>
      <p role="status" className="quiet mt-1 min-h-5 text-sm">
        {message}
      </p>
    </div>
  );
}
