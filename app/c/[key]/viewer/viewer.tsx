'use client';

import { useEffect, useId, useRef, useState, type KeyboardEvent } from 'react';
import { useTranslations } from 'use-intl/react';
import { Panel } from './panel';
import { useComparing, type Comparing, type Picture } from './use-comparing';

interface Props {
  /** All that can be chosen, of all noises. */
  readonly pictures: readonly Picture[];
  readonly first: Picture;
  readonly second: Picture;
}

const STEP = 5;

/** Arrows slide, digits choose B, with Shift A; only while something in the viewer has the focus. */
function onKey(event: KeyboardEvent, comparing: Comparing): void {
  const { target, code, key, shiftKey } = event;
  if (event.ctrlKey || event.metaKey || event.altKey) return;
  // A select finds its options by what is typed, radio buttons and sliders have arrows of their own.
  if (target instanceof HTMLSelectElement) return;
  const [, digit] = /^(?:Digit|Numpad)([1-9])$/.exec(code) ?? [];
  const chosen = digit === undefined ? undefined : comparing.ofSeed[Number(digit) - 1];
  if (chosen) {
    comparing.choose(shiftKey ? 'a' : 'b', chosen.model.name);
    event.preventDefault();
    return;
  }
  if (target instanceof HTMLInputElement || comparing.mode !== 'slide') return;
  const by = { ArrowLeft: -STEP, ArrowRight: STEP }[key];
  if (by === undefined) return;
  comparing.setPosition(comparing.position + by);
  event.preventDefault();
}

/** Two pictures of one prompt from one noise: to slide over each other, side by side, in turn, or what differs. */
export function Viewer({ pictures, first, second }: Props) {
  const t = useTranslations('comparison');
  const comparing = useComparing(pictures, first, second);
  const [isLarge, setLarge] = useState(false);
  const dialog = useRef<HTMLDialogElement>(null);
  const noiseId = useId();
  const { seeds, seed, setSeed } = comparing;

  useEffect(() => {
    if (isLarge) dialog.current?.showModal();
  }, [isLarge]);

  const keys = (event: KeyboardEvent) => onKey(event, comparing);
  return (
    <section aria-label={t('viewer')} onKeyDown={keys}>
      <Panel comparing={comparing} resize={{ title: t('enlarge'), run: () => setLarge(true) }} />
      {seeds.length > 1 && (
        <div className="needs-script mx-auto mt-2 max-w-lg">
          <label htmlFor={noiseId} className="text-sm font-medium">
            {t('noise')}
          </label>
          <select
            id={noiseId}
            className="field mt-1"
            value={seed}
            onChange={({ target }) => setSeed(target.value)}
          >
            {seeds.map((own, index) => (
              <option key={own} value={own}>
                {t('noiseOf', { number: index + 1, of: seeds.length })}
              </option>
            ))}
          </select>
        </div>
      )}
      <p className="quiet needs-script mx-auto mt-2 max-w-lg text-sm max-md:hidden">{t('keys')}</p>
      {isLarge && (
        <dialog
          ref={dialog}
          aria-label={t('viewer')}
          className="viewer-large card text-ink shadow-box backdrop:bg-black/70 dark:text-slate-100"
          onClose={() => setLarge(false)}
        >
          <Panel
            comparing={comparing}
            resize={{ title: t('close'), run: () => dialog.current?.close() }}
          />
        </dialog>
      )}
    </section>
  );
}
