import Link from 'next/link';
import type { ReactNode } from 'react';
import { factsInWords } from '@/app/components/facts-in-words';
import { MethodName } from '@/app/components/method-name';
import { PixelPicture } from '@/app/components/ui/pixel-picture';
import { words } from '@/app/words/server';
import type { ShownFragment } from './comparison.documents';
import type { ScoreFragment } from '@/app/components/score.documents';

type Cell = ShownFragment & {
  readonly error?: string | null;
  readonly scores?: readonly ScoreFragment[];
};

interface Props {
  /** What the pictures have in common, such as their noise; nothing where there is one row. */
  readonly title?: ReactNode;
  readonly pictures: readonly Cell[];
  /** Beside other pairs: two columns. */
  readonly isPair?: boolean;
}

/** Pictures of one noise beside each other, each with its painter and its facts; they lead to their own pages. */
export async function Row({ title, pictures, isPair = false }: Props) {
  const t = await words();
  return (
    <div className="mt-3">
      {title !== undefined && <h3 className="quiet text-sm">{title}</h3>}
      <ul
        className={
          isPair
            ? 'mt-1 grid grid-cols-2 gap-2'
            : 'mt-1 grid grid-cols-3 gap-2 sm:gap-4 md:grid-cols-4 lg:grid-cols-6'
        }
      >
        {pictures.map(({ key, error, imageUrl, width, height, model, scores = [] }) => (
          <li key={key}>
            <Link href={`/g/${key}`} className="card group block h-full overflow-hidden">
              {imageUrl ? (
                <PixelPicture {...{ src: imageUrl, width, height }} alt="" />
              ) : (
                <span className="quiet flex aspect-square items-center justify-center p-2 text-sm">
                  {error ?? t('comparison.notYet')}
                </span>
              )}
              <span className="block p-2 text-sm group-hover:underline">
                <MethodName {...model} />
              </span>
              {scores.map((score) => (
                <span key={score.scorer.name} className="quiet block px-2 pb-2 text-xs">
                  {factsInWords(t, { ...score, unknownWords: [] })}
                </span>
              ))}
            </Link>
          </li>
        ))}
      </ul>
    </div>
  );
}
