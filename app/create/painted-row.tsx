import { useId } from 'react';
import { useTranslations } from 'use-intl/react';
import { FactChips } from '@/app/components/fact-chips';
import { detectorInWords } from '@/app/components/facts-in-words';
import { HiddenPictures } from '@/app/components/hidden-pictures';
import { useModelWords } from '@/app/words/provider';
import type { PaintingFragment, PictureFragment } from './create.documents';
import { mostFacts } from './most-facts';
import { PictureCard } from './picture-card';

interface Props {
  /** Nothing where there is one row only. */
  readonly title: string | undefined;
  readonly text: string | undefined;
  readonly painting: PaintingFragment;
}

/** The columns for so many pictures beside each other. */
export function gridOf(count: number): string {
  const onPhones =
    count === 1 ? 'max-[40rem]:grid-cols-1' : count > 3 ? 'max-[40rem]:grid-cols-2' : '';
  return `grid grid-cols-3 gap-2 sm:gap-3 ${onPhones}`;
}

/** The pictures of one prompt side by side, those of each seed from the same noise, and who got most of it right. */
export function PaintedRow({ title, text, painting }: Props) {
  const words = useTranslations();
  const t = useTranslations('create');
  const id = useId();
  const { generations: pictures } = painting;
  const seeds = [...new Set(pictures.map(({ seed }) => seed))];
  const [score] = pictures.flatMap(({ scores }) => scores);
  return (
    <section className="space-y-3" aria-labelledby={id}>
      <h2 id={id} className={title === undefined ? 'sr-only' : 'font-semibold'}>
        {title ?? t('pictures')}
      </h2>
      {text !== undefined && <p className="quiet line-clamp-3 text-sm">{text}</p>}
      {seeds.map((seed) => {
        const own = pictures.filter((picture) => picture.seed === seed);
        return (
          <div key={seed} className="space-y-2">
            {seeds.length > 1 && <p className="quiet text-sm">{t('fromSeed', { seed })}</p>}
            <ul className={gridOf(own.length)}>
              {own.map((picture) => (
                <PictureCard key={picture.key} picture={picture} />
              ))}
            </ul>
            <Facts pictures={own} />
          </div>
        );
      })}
      <MostFacts pictures={pictures} />
      <HiddenPictures count={painting.hidden} />
      <p className="quiet min-h-15 text-sm sm:min-h-5">{score && detectorInWords(words, score)}</p>
    </section>
  );
}

interface PicturesProps {
  readonly pictures: readonly PictureFragment[];
}

/** Each fact with a mark for each picture, in their order, once all are judged. */
function Facts({ pictures }: PicturesProps) {
  const t = useTranslations();
  const scores = pictures.flatMap((picture) => picture.scores);
  return (
    <div className="min-h-8">
      {scores.length === pictures.length && <FactChips scores={scores} t={t} />}
    </div>
  );
}

/** Who has most facts right, of what is judged so far. */
function MostFacts({ pictures }: PicturesProps) {
  const t = useTranslations('create');
  const nameOf = useModelWords();
  const found = mostFacts(pictures);
  const [first] = found?.best ?? [];
  const names = found?.best.map(({ model }) => nameOf(model).title).join(', ') ?? '';
  return (
    <p role="status" className="min-h-12 font-medium sm:min-h-6">
      {found &&
        first &&
        t(found.isDraw ? 'draw' : 'most', {
          names,
          count: found.best.length,
          right: first.right,
          checked: first.checked,
        })}
    </p>
  );
}
