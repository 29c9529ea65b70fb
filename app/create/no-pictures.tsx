import { useTranslations } from 'use-intl/react';
import { MethodName } from '@/app/components/method-name';
import type { OfferedModel } from './choices';

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
  readonly onExample: (prompt: string) => void;
}

/** Frames for the pictures to come, and something to begin with. */
export function NoPictures({ models, isAsked, onExample }: Props) {
  const t = useTranslations('create');
  return (
    <div className="space-y-6">
      <ul className={`grid grid-cols-3 gap-2 sm:gap-3 ${isAsked ? '' : 'max-lg:hidden'}`}>
        {models.map(({ name, method }) => (
          <li key={name} className="card overflow-hidden">
            <span
              className={`block aspect-square w-full ${isAsked ? 'skeleton' : 'border-b border-dashed border-(--line-strong)'}`}
              aria-hidden="true"
            />
            <span className="block p-2 text-sm sm:p-3 sm:text-base">
              <MethodName name={name} method={method} />
              <span className="quiet block min-h-10 text-sm sm:min-h-6">
                {isAsked ? t('asked') : ''}
              </span>
            </span>
          </li>
        ))}
      </ul>
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
