import { useEffect, useRef, type KeyboardEvent, type RefObject } from 'react';
import { useTranslations } from 'use-intl/react';
import { Dialog } from '@/app/components/ui/dialog';
import { PixelPicture } from '@/app/components/ui/pixel-picture';
import { NAMES } from './blind-picture';

type Side = keyof typeof NAMES;

interface Props {
  readonly ref: RefObject<HTMLDialogElement | null>;
  readonly pictures: Readonly<Record<Side, HTMLImageElement | undefined>>;
  /** Which one is shown first; another object for each time that it is opened. */
  readonly first: { readonly side: Side };
}

/** Both pictures as large as the window allows, one at a time: swipe, arrow keys or the two buttons change them. */
export function Enlarged({ ref, pictures, first }: Props) {
  const t = useTranslations('vote');
  const strip = useRef<HTMLDivElement>(null);

  function show(wanted: Side, behavior: ScrollBehavior = 'smooth') {
    const element = strip.current;
    element?.scrollTo({ left: wanted === 'LEFT' ? 0 : element.scrollWidth, behavior });
  }

  useEffect(() => show(first.side, 'instant'), [first]);

  function onKeyDown(event: KeyboardEvent) {
    if (event.key !== 'ArrowLeft' && event.key !== 'ArrowRight') return;
    event.preventDefault();
    show(event.key === 'ArrowLeft' ? 'LEFT' : 'RIGHT');
  }

  return (
    <Dialog ref={ref} label={t('enlarged')} large>
      <div onKeyDown={onKeyDown}>
        <div
          ref={strip}
          role="group"
          aria-label={t('enlarged')}
          tabIndex={0}
          className="flex snap-x snap-mandatory overflow-x-auto"
        >
          {(['LEFT', 'RIGHT'] as const).map((one) => {
            const image = pictures[one];
            return (
              <figure key={one} className="w-full shrink-0 snap-center">
                {image && (
                  <PixelPicture
                    src={image.src}
                    alt={t('pictureEnlarged', { name: NAMES[one] })}
                    width={image.naturalWidth}
                    height={image.naturalHeight}
                    decoded
                  />
                )}
                <figcaption className="pt-2 text-center font-semibold">{NAMES[one]}</figcaption>
              </figure>
            );
          })}
        </div>
        <div className="mt-2 flex justify-center gap-2">
          {(['LEFT', 'RIGHT'] as const).map((one) => (
            <button
              key={one}
              type="button"
              className="button-quiet"
              onClick={() => show(one)}
              aria-label={t('showPicture', { name: NAMES[one] })}
            >
              {NAMES[one]}
            </button>
          ))}
          <button type="button" className="button" onClick={() => ref.current?.close()}>
            {t('back')}
          </button>
        </div>
      </div>
    </Dialog>
  );
}
