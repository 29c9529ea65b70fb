import Link from 'next/link';
import { CardFacts } from '@/app/components/card-facts';
import { categoryTitle } from '@/app/components/categories';
import { MethodName } from '@/app/components/method-name';
import { PixelPicture } from '@/app/components/ui/pixel-picture';
import type { GalleryCardFragment } from '@/app/gallery.documents';
import { words } from '@/app/words/server';
import { CardVotes } from './card-votes';
import { hrefOf, picturesOf } from './shown';

interface Props {
  readonly comparison: GalleryCardFragment;
  /** Among the first of its page. */
  readonly eager?: boolean;
  /** Whether its prompt is one that people are asked about. */
  readonly isAsked: boolean;
  readonly className?: string;
}

/** A prompt with its pictures side by side, one for each method: one link as a whole. */
export async function Card({ comparison, eager = false, isAsked, className = '' }: Props) {
  const t = await words();
  const { prompt, enrichment, votes } = comparison;
  const { shown, more } = picturesOf(comparison);
  return (
    <li className={className}>
      <Link href={hrefOf(comparison)} className="card group flex h-full flex-col overflow-hidden">
        <span className={shown.length > 1 ? 'grid auto-cols-fr grid-flow-col' : 'mx-auto w-1/2'}>
          {shown.map(({ key, imageUrl, width, height, model, scores }) => (
            <span key={key} className="block min-w-0">
              {imageUrl ? (
                <PixelPicture {...{ src: imageUrl, width, height, eager }} alt="" />
              ) : (
                <span className="quiet flex aspect-square items-center justify-center">…</span>
              )}
              <span className="block px-1.5 py-1.5 text-xs sm:px-2">
                <MethodName {...model} />
                {scores.map(({ right, checked }) => (
                  <span key={model.name} className="quiet block pl-[1.25em] max-[24rem]:pl-0">
                    {t('front.facts', { right, checked })}
                  </span>
                ))}
              </span>
            </span>
          ))}
        </span>
        <span className="block border-t border-(--line) p-3">
          <span className="line-clamp-2 font-medium group-hover:underline">{prompt.text}</span>
          <span className="quiet block text-sm">
            {categoryTitle(t, prompt.category)}
            {enrichment && ` · ${t('front.longer')}`}
            {more > 0 && ` · ${t('front.variants', { count: more })}`}
          </span>
          {shown.length > 1 && (
            <span className="mt-2 block">
              <CardVotes models={shown.map(({ model }) => model)} {...{ votes, isAsked }} />
            </span>
          )}
          <span className="block max-sm:hidden">
            <CardFacts scores={shown.flatMap(({ scores }) => scores)} />
          </span>
        </span>
      </Link>
    </li>
  );
}
