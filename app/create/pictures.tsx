import { useTranslations } from 'use-intl/react';
import { Button, LinkButton } from '@/app/components/ui/button';
import { UnknownWords } from '@/app/components/unknown-words';
import { useModelWords } from '@/app/words/provider';
import type { PaintingFragment } from './create.documents';
import { isOpen } from './painting';
import { useDescription } from './picture-card';
import { PaintedRow } from './painted-row';
import { stepsOf, useSecondsLeft } from './progress';
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
      <Progress pictures={all} isPainting={isPainting} canCancel={canCancel} onCancel={onCancel} />
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
      {!isPainting && (
        <div className="flex flex-wrap items-center gap-2">
          <LinkButton href={`/c/${short.key}`} kind="quiet">
            {t('permalink')}
          </LinkButton>
          {longer && (
            <LinkButton href={`/c/${longer.key}`} kind="quiet">
              {t('longerPermalink')}
            </LinkButton>
          )}
          <SendToVoting key={short.id} comparison={short.id} />
        </div>
      )}
    </div>
  );
}

interface ProgressProps {
  readonly pictures: PaintingFragment['generations'];
  readonly isPainting: boolean;
  readonly canCancel: boolean;
  readonly onCancel: () => void;
}

/** How far all of it is, how long it takes still, and how to stop it. */
function Progress({ pictures, isPainting, canCancel, onCancel }: ProgressProps) {
  const t = useTranslations('create');
  const nameOf = useModelWords();
  const describe = useDescription();
  const steps = stepsOf(pictures);
  const left = useSecondsLeft(steps);
  const ended = pictures.map((picture) => describe(picture, nameOf(picture.model).title)).join(' ');
  return (
    <>
      <p role="status" className="sr-only">
        {isPainting ? t('painting') : ended}
      </p>
      {isPainting && (
        <div className="flex min-h-11 flex-wrap items-center gap-x-4 gap-y-1">
          <progress
            className="min-w-24 grow"
            aria-label={t('progress')}
            value={steps.done}
            max={steps.all}
          />
          <span className="quiet min-w-28 text-sm">
            {left === undefined ? t('painting') : t('left', { seconds: left })}
          </span>
          {canCancel && (
            <Button kind="quiet" onClick={onCancel}>
              {t('cancel')}
            </Button>
          )}
        </div>
      )}
    </>
  );
}
