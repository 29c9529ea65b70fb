'use client';

import { useId, useState } from 'react';
import { useTranslations } from 'use-intl/react';
import { Button } from '@/app/components/ui/button';
import { Blinking } from './blinking';
import { Choice } from './choice';
import { Stage } from './stage';
import { MODES, type Comparing } from './use-comparing';
import { MOST } from './use-zoom';

interface Props {
  readonly comparing: Comparing;
  /** Makes the view larger, or closes the large one. */
  readonly resize: { readonly title: string; readonly run: () => void };
}

/** The two pictures with all that one can do with them. */
export function Panel({ comparing, resize }: Props) {
  const t = useTranslations('comparison');
  const name = useId();
  const [blinked, setBlinked] = useState<'a' | 'b'>('a');
  const [share, setShare] = useState<number>();
  const { mode, setMode, position, setPosition, zoom } = comparing;
  const percent = Math.round(position) / 100;
  return (
    <div className="viewer">
      <fieldset className="needs-script mb-2 flex flex-wrap gap-2">
        <legend className="sr-only">{t('mode')}</legend>
        {MODES.map((own) => (
          <label key={own} className="pill min-h-11 cursor-pointer sm:min-h-9">
            <input
              type="radio"
              name={name}
              checked={mode === own}
              className="sr-only"
              onChange={() => setMode(own)}
            />
            {t(`modes.${own}`)}
          </label>
        ))}
      </fieldset>
      <Stage comparing={comparing} blinked={blinked} onDifference={setShare} />
      <div className="needs-script mx-auto max-w-lg">
        {/* As high in every mode: nothing jumps. */}
        <div className="flex min-h-14 flex-wrap items-center gap-2">
          {mode === 'slide' && (
            <input
              type="range"
              min={0}
              max={100}
              value={Math.round(position)}
              aria-label={t('slider')}
              aria-valuetext={t('sliderValue', { share: percent })}
              className="accent-lake-700 dark:accent-lake-300 h-11 w-full"
              onChange={({ target }) => setPosition(target.valueAsNumber)}
            />
          )}
          {mode === 'side' && <p className="quiet text-sm">{t('sideHint')}</p>}
          {mode === 'blink' && <Blinking shown={blinked} onShow={setBlinked} />}
          {mode === 'difference' && (
            <p role="status" className="text-sm">
              {share === undefined ? t('comparing') : t('differ', { share })}
            </p>
          )}
        </div>
        <div className="grid grid-cols-2 gap-2">
          <Choice side="a" comparing={comparing} shown={mode === 'blink' && blinked === 'a'} />
          <Choice side="b" comparing={comparing} shown={mode === 'blink' && blinked === 'b'} />
        </div>
        <div className="mt-2 flex flex-wrap items-center gap-2">
          <div role="group" aria-label={t('zoom')} className="flex items-center gap-2">
            <Button
              kind="quiet"
              aria-label={t('smaller')}
              disabled={zoom.view.zoom <= 1}
              onClick={() => zoom.by(0.5)}
            >
              −
            </Button>
            <Button
              kind="quiet"
              aria-label={t('larger')}
              disabled={zoom.view.zoom >= MOST}
              onClick={() => zoom.by(2)}
            >
              +
            </Button>
            <span className="quiet min-w-8 text-sm sm:min-w-12" aria-live="polite">
              {t('times', { zoom: Math.round(10 * zoom.view.zoom) / 10 })}
            </span>
          </div>
          <Button kind="quiet" className="ml-auto" onClick={resize.run}>
            {resize.title}
          </Button>
        </div>
      </div>
    </div>
  );
}
