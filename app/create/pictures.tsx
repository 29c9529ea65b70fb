import { useTranslations } from 'use-intl/react';
import { ShareButton } from '@/app/components/share-button';
import { LinkButton } from '@/app/components/ui/button';
import { UnknownWords } from '@/app/components/unknown-words';
import type { PaintingFragment } from './create.documents';
import { isOpen } from './painting';
import { PaintedRow } from './painted-row';
import { PaintingProgress } from './painting-progress';
import { SendToVoting } from './send-to-voting';

interface Props {
  readonly short: PaintingFragment;
  readonly longer: PaintingFragment | undefined;
  /** The longer prompt is being written, and painted then. */
  readonly waitsForText: boolean;
  readonly canCancel: boolean;
  readonly onCancel: () => void;
}

/** What was painted, or is being painted: the short prompt, and the longer one beneath it from the same noise. */
export function Pictures({ short, longer, waitsForText, canCancel, onCancel }: Props) {
  const t = useTranslations('create');
  const anyWords = useTranslations();
  const all = [...short.generations, ...(longer?.generations ?? [])];
  const isPainting = all.some(isOpen) || waitsForText;
  const hasTwoRows = longer !== undefined || waitsForText;
  return (
    <div className="space-y-6">
      <PaintingProgress
        pictures={all}
        isPainting={isPainting}
        onCancel={canCancel ? onCancel : null}
      >
        <LinkButton href={`/c/${short.key}`} kind="quiet">
          {t('permalink')}
        </LinkButton>
        <ShareButton title={short.prompt.text} path={`/c/${short.key}`} />
      </PaintingProgress>
      <PaintedRow
        title={hasTwoRows ? t('shortRow') : undefined}
        text={undefined}
        painting={short}
      />
      {longer && (
        <PaintedRow
          title={t('longerRow')}
          text={longer.enrichment?.text ?? undefined}
          painting={longer}
        />
      )}
      {waitsForText && !longer && (
        <section aria-label={t('longerRow')}>
          <h2 className="font-semibold">{t('longerRow')}</h2>
          <p className="quiet">{t('waitsForText')}</p>
        </section>
      )}
      <UnknownWords words={short.generations[0]?.unknownWords ?? []} t={anyWords} />
      <div className="flex min-h-11 flex-wrap items-center gap-2">
        {!isPainting && longer && (
          <LinkButton href={`/c/${longer.key}`} kind="quiet">
            {t('longerPermalink')}
          </LinkButton>
        )}
        {!isPainting && <SendToVoting key={short.id} comparison={short.id} />}
      </div>
    </div>
  );
}
