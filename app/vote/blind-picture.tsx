import { useTranslations } from 'use-intl/react';
import { Button } from '@/app/components/ui/button';
import { PixelPicture } from '@/app/components/ui/pixel-picture';
import type { Decoded } from './decoded';
import { useLongPress } from './use-long-press';

/** What the pictures are called: they may stand beside or above each other. */
export const NAMES = { LEFT: 'A', RIGHT: 'B' } as const;

interface Props {
  readonly side: keyof typeof NAMES;
  readonly picture: Decoded;
  /** Pressing it chooses nothing now. */
  readonly disabled: boolean;
  /** It is the answer to the first question. */
  readonly isFirst: boolean;
  readonly choose: () => void;
  readonly loadAgain: () => void;
  readonly enlarge: () => void;
}

/** A picture that is chosen by tapping it, and enlarged by its button or a long press. */
export function BlindPicture(props: Props) {
  const { side, picture, disabled, isFirst, choose, loadAgain, enlarge } = props;
  const t = useTranslations('vote');
  const name = NAMES[side];
  const { image, failed } = picture;
  const press = useLongPress(choose, enlarge);
  return (
    <div className="min-w-0">
      <div className="relative">
        <button
          type="button"
          {...press}
          aria-disabled={disabled}
          className={`blind-picture card grid aspect-square w-full touch-manipulation place-items-stretch overflow-hidden select-none ${
            isFirst ? 'is-first' : ''
          }`}
        >
          {image ? (
            <PixelPicture
              src={image.src}
              alt={t('picture', { name })}
              width={image.naturalWidth}
              height={image.naturalHeight}
              decoded
            />
          ) : (
            <>
              <span className="sr-only">{t('pictureLoads', { name })}</span>
              {/* A skeleton; in a button HTML allows no block. */}
              {!failed && <span className="skeleton" aria-hidden="true" />}
            </>
          )}
        </button>
        {failed && (
          <div
            role="alert"
            className="absolute inset-0 flex flex-col items-center justify-center gap-3 p-2 text-center text-sm"
          >
            <p>{t('pictureFailed', { name })}</p>
            <Button kind="quiet" onClick={loadAgain}>
              {t('loadAgain')}
            </Button>
          </div>
        )}
      </div>
      <div className="flex min-h-11 items-center justify-between gap-1 pl-1">
        <p className="min-w-0 text-sm">
          <span className="text-base font-semibold" aria-hidden="true">
            {name}
          </span>
          {isFirst && (
            <span className="quiet ml-2">
              <span aria-hidden="true">✓</span>{' '}
              <span className="max-sm:sr-only">{t('followsBetter')}</span>
            </span>
          )}
        </p>
        <button
          type="button"
          aria-label={t('enlarge', { name })}
          disabled={!image}
          className="rounded-box grid size-11 shrink-0 place-items-center hover:bg-slate-100 disabled:opacity-40 dark:hover:bg-slate-800"
          onClick={enlarge}
        >
          <svg viewBox="0 0 24 24" className="size-5 fill-none" aria-hidden="true">
            <path
              d="M10.5 4a6.5 6.5 0 1 1 0 13 6.5 6.5 0 0 1 0-13zM15.5 15.5L20 20M10.5 8v5M8 10.5h5"
              className="stroke-current"
              strokeWidth="2"
              strokeLinecap="round"
            />
          </svg>
        </button>
      </div>
    </div>
  );
}
