import Link from 'next/link';
import { useTranslations } from 'use-intl/react';
import { MethodName } from '@/app/components/method-name';
import { PixelPicture } from '@/app/components/ui/pixel-picture';
import { useModelWords } from '@/app/words/provider';
import type { PictureFragment } from './create.documents';
import { isOpen } from './painting';

/** One line that says where the picture is. */
export function useDescription() {
  const t = useTranslations('create.picture');
  return (picture: PictureFragment, by: string): string => {
    switch (picture.status) {
      case 'QUEUED':
        if (picture.waitsForModel) return t('waitsForModel', { name: by });
        return picture.queuePosition === 1
          ? t('next')
          : t('queued', { place: picture.queuePosition ?? '?' });
      case 'RUNNING':
        return t('step', { step: picture.currentStep, steps: picture.steps });
      case 'SUCCEEDED':
        return t('done');
      case 'CANCELLED':
        return t('cancelled');
      case 'FAILED':
        return picture.error ?? t('failed');
    }
  };
}

/** The picture of one model while it denoises and after; finished it leads to its permalink. */
export function PictureCard({ picture }: { readonly picture: PictureFragment }) {
  const t = useTranslations('create.picture');
  const describe = useDescription();
  const { title: name } = useModelWords()(picture.model);
  const { imageUrl, previewUrl, width, height } = picture;
  const src = imageUrl ?? previewUrl;
  const [score] = picture.scores;
  const shown = src ? (
    <PixelPicture
      {...{ src, width, height }}
      alt={imageUrl ? t('finished', { name }) : t('soFar', { name })}
      eager
    />
  ) : (
    <span className="skeleton block aspect-square w-full" aria-hidden="true" />
  );
  return (
    <li className="card overflow-hidden">
      {imageUrl ? (
        <Link href={`/g/${picture.key}`} className="block" title={t('permalink')}>
          {shown}
        </Link>
      ) : (
        shown
      )}
      <div className="space-y-1 p-2 sm:p-3">
        <h3 className="text-sm font-medium sm:text-base">
          <MethodName {...picture.model} explained />
        </h3>
        <p className="quiet min-h-10 text-sm sm:min-h-6">
          {score && picture.status === 'SUCCEEDED'
            ? t('facts', { right: score.right, checked: score.checked })
            : describe(picture, name)}
        </p>
        <div className="h-2">
          {isOpen(picture) && (
            <progress
              className="block w-full"
              aria-label={t('progress', { name })}
              value={picture.currentStep}
              max={picture.steps}
            />
          )}
        </div>
      </div>
    </li>
  );
}
