import { useTranslations } from 'use-intl/react';
import { MethodName } from '@/app/components/method-name';
import type { OfferedModel } from './choices';
import { gridOf } from './painted-row';
import { PROGRESS_ROOM } from './painting-progress';

/** Prompts of the model card’s own world. */
const EXAMPLES = [
  'three red balloons on a blue background',
  'a woman is surfing on a beach',
  'four kittens in a meadow',
  'a yellow star and a purple umbrella',
];

interface Props {
  /** Whose pictures they will be. */
  readonly models: readonly OfferedModel[];
  /** Whether they were asked for already. */
  readonly isAsked: boolean;
  /** The longer prompt is painted, too. */
  readonly hasTwoRows: boolean;
  readonly onExample: (prompt: string) => void;
}

/** Frames for the pictures to come, as high as those will be, and something to begin with. */
export function NoPictures({ models, isAsked, hasTwoRows, onExample }: Props) {
  const t = useTranslations('create');
  return (
    <div className="space-y-6">
      {isAsked && <p className={`quiet text-sm ${PROGRESS_ROOM}`}>{t('asked')}</p>}
      {isAsked && hasTwoRows && <h2 className="mb-3 font-semibold">{t('shortRow')}</h2>}
      <ul className={`${gridOf(models.length)} ${isAsked ? '' : 'max-lg:hidden'}`}>
        {models.map(({ name, method }) => (
          <li key={name} className="card overflow-hidden">
            <span
              className={`block aspect-square w-full ${isAsked ? 'skeleton' : 'border-b border-dashed border-(--line-strong)'}`}
              aria-hidden="true"
            />
            <div className="space-y-1 p-2 sm:p-3">
              <p className="text-sm font-medium sm:text-base">
                <MethodName name={name} method={method} explained={isAsked} />
              </p>
              <div className="h-13 sm:h-9" />
            </div>
          </li>
        ))}
      </ul>
      {/* As high as what comes beneath the pictures, on which nothing that follows may hang. */}
      {isAsked && <div className="h-54 sm:h-38" />}
      {!isAsked && (
        <section aria-labelledby="examples">
          <h2 id="examples" className="quiet text-sm">
            {t('examples')}
          </h2>
          <div className="mt-2 flex flex-wrap gap-2" lang="en">
            {EXAMPLES.map((example) => (
              <button
                key={example}
                type="button"
                className="pill min-h-11 text-left"
                onClick={() => onExample(example)}
              >
                {example}
              </button>
            ))}
          </div>
        </section>
      )}
    </div>
  );
}
