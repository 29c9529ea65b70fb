import { Fold } from '@/app/components/fold';
import { words } from '@/app/words/server';
import type { Base } from './bases';
import { Filmstrips } from './filmstrips';
import { Frequencies } from './frequencies';

interface Props {
  readonly base: Base;
  /** No other base is here, and so this one is not named. */
  readonly alone: boolean;
}

/** One prompt under every method of a base, step by step. */
export async function Figures({ base: { name, title, methodFigures }, alone }: Props) {
  const t = await words();
  return (
    <section aria-labelledby={`figures-${name}`}>
      <h2 id={`figures-${name}`} className="text-title font-semibold">
        {alone ? t('methodsPage.figures') : t('methodsPage.figuresOf', { title })}
      </h2>
      {methodFigures ? (
        <>
          <p className="max-w-text mt-2">
            {t('methodsPage.figuresAre', {
              prompt: methodFigures.prompt,
              seed: String(methodFigures.seed),
              steps: methodFigures.lastStep,
            })}
          </p>
          <Filmstrips strips={methodFigures.filmstrips} steps={methodFigures.shownSteps} />
          <div className="mt-4">
            <Fold title={t('methodsPage.bands')}>
              <p className="max-w-text">{t('methodsPage.bandsAre')}</p>
              <Frequencies strips={methodFigures.filmstrips} steps={methodFigures.shownSteps} />
              <p className="quiet mt-4 text-sm">
                {t('methodsPage.figuresMade', { guidance: methodFigures.guidanceScale })}{' '}
                <code>{methodFigures.command}</code>
              </p>
            </Fold>
          </div>
        </>
      ) : (
        <p className="card mt-3 p-4">
          {t('methodsPage.noFigures')} <code>npm run figures -- --base {name}</code>
        </p>
      )}
    </section>
  );
}
