'use client';

import { useEffect, useRef, type PointerEvent, type ReactNode } from 'react';
import { useTranslations } from 'use-intl/react';
import { useModelWords } from '@/app/words/provider';
import { Difference } from './difference-picture';
import type { Comparing, Picture } from './use-comparing';
import { placeIn } from './use-zoom';

interface Props {
  readonly comparing: Comparing;
  /** Which one Blink shows now. */
  readonly blinked: 'a' | 'b';
  readonly onDifference: (share: number | undefined) => void;
}

/** No side of a picture whose pixels are meant to be seen is longer. */
const SMALL = 128;

/** The two pictures over each other, or beside each other; both are zoomed and moved together. */
export function Stage({ comparing, blinked, onDifference }: Props) {
  const t = useTranslations('comparison');
  const titleOf = useModelWords();
  const { a, b, mode, position, zoom } = comparing;
  const stage = useRef<HTMLDivElement>(null);
  const { by, view } = zoom;

  useEffect(() => {
    const box = stage.current;
    if (!box) return undefined;
    const turn = (event: WheelEvent) => {
      if (!event.ctrlKey) return;
      // Else the whole page is zoomed.
      event.preventDefault();
      const { clientX, clientY } = event;
      const { x, y } = placeIn({ currentTarget: box, clientX, clientY });
      by(Math.exp(-event.deltaY / 200), x, y);
    };
    box.addEventListener('wheel', turn, { passive: false });
    return () => box.removeEventListener('wheel', turn);
  });

  const slides = mode === 'slide' && view.zoom === 1;
  const drag = {
    onPointerDown: (event: PointerEvent) => {
      if (slides) event.currentTarget.setPointerCapture(event.pointerId);
      if (slides) comparing.setPosition(100 * placeIn(event).x);
      if (view.zoom > 1) zoom.begin(event);
    },
    onPointerMove: (event: PointerEvent) => {
      if (slides && event.buttons === 1) comparing.setPosition(100 * placeIn(event).x);
      zoom.move(event);
    },
    onPointerUp: zoom.end,
    style: { touchAction: view.zoom > 1 ? 'none' : 'pan-y' },
  };
  const layer = (side: 'a' | 'b', picture: Picture) => (
    <Layer side={side} clip={clipOf(mode, side, position, blinked)} {...drag}>
      <img
        src={picture.imageUrl}
        alt={t('paintedBy', { side: side.toUpperCase(), name: titleOf(picture.model).title })}
        width={picture.width}
        height={picture.height}
        draggable={false}
        style={transformOf(view)}
      />
    </Layer>
  );
  return (
    <div
      ref={stage}
      className="viewer-stage rounded-box bg-slate-100 dark:bg-slate-800"
      data-mode={mode}
      data-small={Math.max(a.width, a.height) <= SMALL ? '' : undefined}
      style={{ '--picture-width': `${a.width}px`, '--picture-ratio': `${a.width} / ${a.height}` }}
    >
      {mode === 'difference' ? (
        <Layer side="a" clip={undefined} {...drag}>
          <Difference {...{ a, b, onDifference }} style={transformOf(view)} />
        </Layer>
      ) : (
        <>
          {layer('a', a)}
          {layer('b', b)}
        </>
      )}
      {mode === 'slide' && (
        <span className="viewer-divider" style={{ left: `${position}%` }} aria-hidden="true" />
      )}
    </div>
  );
}

function transformOf({ zoom, x, y }: Comparing['zoom']['view']) {
  return { transform: `scale(${zoom}) translate(${-100 * x}%, ${-100 * y}%)` };
}

function clipOf(mode: string, side: 'a' | 'b', position: number, blinked: 'a' | 'b') {
  if (mode === 'slide' && side === 'b') return `inset(0 0 0 ${position}%)`;
  if (mode === 'blink' && side !== blinked) return 'inset(50%)';
  return undefined;
}

interface LayerProps {
  readonly side: 'a' | 'b';
  readonly clip: string | undefined;
  readonly children: ReactNode;
  readonly style: { readonly touchAction: string };
  readonly onPointerDown: (event: PointerEvent) => void;
  readonly onPointerMove: (event: PointerEvent) => void;
  readonly onPointerUp: (event: PointerEvent) => void;
}

function Layer({ side, clip, children, style, ...drag }: LayerProps) {
  return (
    <div className="viewer-layer" data-side={side} style={{ clipPath: clip }}>
      <div className="viewer-frame" style={style} {...drag}>
        {children}
      </div>
    </div>
  );
}
