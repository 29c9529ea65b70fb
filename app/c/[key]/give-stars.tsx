'use client';

import { useState } from 'react';
import { useTranslations } from 'use-intl/react';
import { MethodName } from '@/app/components/method-name';
import { Stars } from '@/app/components/stars/stars';
import type { ShownFragment } from './comparison.documents';

interface Props {
  readonly pictures: readonly Pick<
    ShownFragment & { readonly id: string },
    'id' | 'key' | 'model'
  >[];
}

/** Stars for the pictures beside each other, read once somebody wants to see them: they may sway a vote. */
export function GiveStars({ pictures }: Props) {
  const t = useTranslations('stars');
  const [isOpen, setIsOpen] = useState(false);
  return (
    <section aria-labelledby="stars" className="needs-script">
      <h2 id="stars" className="text-lg font-semibold">
        {t('title')}
      </h2>
      <details className="mt-1" onToggle={({ currentTarget }) => setIsOpen(currentTarget.open)}>
        <summary className="min-h-11 content-center">{t('give')}</summary>
        {isOpen && (
          <ul className="mt-2 space-y-4">
            {pictures.map(({ id, key, model }) => (
              <li key={key}>
                <MethodName {...model} />
                <Stars id={id} pictureKey={key} />
              </li>
            ))}
          </ul>
        )}
      </details>
    </section>
  );
}
