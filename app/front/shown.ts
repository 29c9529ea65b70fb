import { mainPictures, ofOneNoise } from '@/app/components/main-pictures';
import type { GalleryCardFragment } from '@/app/gallery.documents';

type Picture = GalleryCardFragment['generations'][number];

/** The pictures that a card shows: those of one noise by the model that stands for each method; and how many more of it there are. */
export function picturesOf({ generations }: Pick<GalleryCardFragment, 'generations'>): {
  readonly shown: readonly Picture[];
  readonly more: number;
} {
  const ofSeed = ofOneNoise(generations);
  const shown = mainPictures(ofSeed);
  return { shown, more: ofSeed.length - shown.length };
}

/** Where a card leads. */
export function hrefOf({ key, generations }: GalleryCardFragment): string {
  const [alone, another] = generations;
  return alone && !another ? `/g/${alone.key}` : `/c/${key}`;
}
