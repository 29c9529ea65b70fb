import { Fold } from '@/app/components/fold';
import { words } from '@/app/words/server';
import type { Base } from './bases';
import { ComparisonTable } from './comparison-table';

const FORMS = ['SIMPLE', 'ENRICHED', 'PARAPHRASED'] as const;

interface Props {
  readonly base: Base;
  /** No other base is here, and so this one is not named. */
  readonly alone: boolean;
}

/** All that was measured on a base: over all prompts, and behind titles for each wording of them. */
export async function Comparison({
  base: { name, title, models, methodComparison },
  alone,
}: Props) {
  const t = await words();
  return (
    <section aria-labelledby={`comparison-${name}`}>
      <h2 id={`comparison-${name}`} className="text-title font-semibold">
        {alone ? t('methodsPage.comparison') : t('methodsPage.comparisonOf', { title })}
      </h2>
      {methodComparison ? (
        <>
          <p className="max-w-text mt-2">
            {t('methodsPage.comparisonIs', {
              prompts: methodComparison.prompts,
              seeds: methodComparison.seeds,
            })}
          </p>
          <div className="mt-4">
            <ComparisonTable comparison={methodComparison} form="ALL" known={models} captioned />
          </div>
          <div className="mt-4">
            {FORMS.map((form) => (
              <Fold key={form} title={t(`methodsPage.forms.${form}`)}>
                <ComparisonTable comparison={methodComparison} form={form} known={models} />
              </Fold>
            ))}
          </div>
          <p className="quiet mt-4 text-sm">
            {t('methodsPage.comparisonMade', {
              steps: methodComparison.steps,
              guidance: methodComparison.guidanceScale,
            })}{' '}
            <code className="break-words">{methodComparison.command}</code>
          </p>
        </>
      ) : (
        <p className="card mt-3 p-4">{t('methodsPage.noNumbers')}</p>
      )}
    </section>
  );
}
