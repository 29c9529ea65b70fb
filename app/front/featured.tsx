import Link from 'next/link';
import { CardFacts } from '@/app/components/card-facts';
import { MethodName } from '@/app/components/method-name';
import { PixelPicture } from '@/app/components/ui/pixel-picture';
import type { GalleryCardFragment } from '@/app/gallery.documents';
import { words } from '@/app/words/server';
import { CardVotes } from './card-votes';
import { hrefOf, picturesOf } from './shown';

/** So many of those with most disagreement take turns, a day each. */
const TAKE_TURNS = 8;
const A_DAY_MS = 86_400_000;

/** Of comparisons with most disagreement first, the one that is shown large: another one each day. */
export function featuredOf(
  comparisons: readonly GalleryCardFragment[],
): GalleryCardFragment | undefined {
  const several = comparisons
    .filter((own) => picturesOf(own).shown.filter(({ imageUrl }) => imageUrl).length > 1)
    .slice(0, TAKE_TURNS);
  return several[Math.floor(Date.now() / A_DAY_MS) % (several.length || 1)];
}

/** One comparison, large. */
export async function Featured({
  comparison: today,
}: {
  readonly comparison: GalleryCardFragment;
}) {
  const t = await words();
  const { shown } = picturesOf(today);
  return (
    <section aria-labelledby="difference" className="mt-10">
      <h2 id="difference" className="text-title font-semibold">
        {t('front.difference')}
      </h2>
      <p className="mt-1 text-lg">
        <Link href={hrefOf(today)} className="link">
          {today.prompt.text}
        </Link>
      </p>
      <div className="mt-3 gap-6 lg:flex">
        <ul className="grid max-w-5xl flex-1 auto-cols-fr grid-flow-col gap-2 sm:gap-4">
          {shown.map(({ key, imageUrl, width, height, model }) => (
            <li key={key} className="card overflow-hidden">
              <Link href={`/g/${key}`} className="group block">
                {imageUrl && <PixelPicture {...{ src: imageUrl, width, height }} alt="" eager />}
                <span className="block border-t border-(--line) p-1.5 text-xs group-hover:underline sm:p-3 sm:text-base">
                  <MethodName {...model} />
                </span>
              </Link>
            </li>
          ))}
        </ul>
        <div className="mt-3 space-y-3 lg:mt-0 lg:w-56 lg:self-center">
          <CardVotes models={shown.map(({ model }) => model)} votes={today.votes} isAsked />
          <CardFacts scores={shown.flatMap(({ scores }) => scores)} />
          <Link href={hrefOf(today)} className="button-quiet">
            {t('front.lookCloser')}
          </Link>
        </div>
      </div>
    </section>
  );
}
