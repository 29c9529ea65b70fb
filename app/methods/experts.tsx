import { z } from 'zod';
import { MethodName } from '@/app/components/method-name';
import { words } from '@/app/words/server';
import { AblationTable } from './ablation-table';
import { AttentionMap } from './attention-map';
import type { Base } from './bases';
import { EtaFigure } from './eta-figure';
import { methodOf } from './finding';
import type { ExplainedFragment } from './methods.documents';
import { PairsTable } from './pairs-table';

/** The schema calls them Json. */
const sharesShape = z.array(z.array(z.array(z.number())));

interface Props {
  readonly explained: ExplainedFragment;
  readonly bases: readonly Base[];
}

/** What few want to know of a method: how it works exactly, where it was published, which models use it, and its own figures. */
export async function Experts({ explained, bases }: Props) {
  const t = await words();
  const { method, title, explanation, paper } = explained;
  const models = bases.flatMap((base) => base.models.filter((own) => own.method === method));
  return (
    <div className="space-y-8">
      <div className="space-y-2">
        <p className="max-w-text">{explanation}</p>
        {paper && (
          <p>
            {t('methodsPage.paper')}{' '}
            <a href={paper.url} className="link" lang="en">
              {paper.title}
            </a>
          </p>
        )}
        {models.length === 0 ? (
          <p className="quiet">{t('methodsPage.noModel')}</p>
        ) : (
          <div>
            <p>{t('methodsPage.modelsHere')}</p>
            <ul
              aria-label={t('methodsPage.models', { title })}
              className="mt-1 flex flex-wrap gap-x-6 gap-y-2 text-sm"
            >
              {models.map(({ name, base }) => (
                <li key={`${base.name} ${name}`}>
                  <MethodName name={name} method={method} explained />
                </li>
              ))}
            </ul>
          </div>
        )}
      </div>
      {bases.map((base) => (
        <OnBase key={base.name} method={method} base={base} alone={bases.length === 1} />
      ))}
    </div>
  );
}

interface OnBaseProps {
  readonly method: string;
  readonly base: Base;
  /** No other base is here, and so this one is not named. */
  readonly alone: boolean;
}

/** The figures and tables of one method on one base. */
async function OnBase({ method, base, alone }: OnBaseProps) {
  const t = await words();
  const { name, title, models, methodFigures, methodComparison, promptPairs } = base;
  const isOwn = (model: string) => methodOf(model, models) === method;
  const etas = methodFigures?.etas.filter((figure) => isOwn(figure.method)) ?? [];
  const attention = methodFigures?.attention;
  return (
    <>
      {methodFigures && etas.length > 0 && (
        <section aria-labelledby={`eta-${name}`}>
          <h3 id={`eta-${name}`} className="font-semibold">
            {t('methodsPage.eta')}
          </h3>
          <p className="max-w-text mt-1">{t('methodsPage.etaIs')}</p>
          <div className="mt-3 grid gap-4 sm:grid-cols-2 xl:grid-cols-3">
            {etas.map((figure) => (
              <EtaFigure key={figure.method} figure={figure} prompt={methodFigures.prompt} />
            ))}
          </div>
        </section>
      )}
      {attention && isOwn(attention.method) && (
        <section aria-labelledby={`attention-${name}`}>
          <h3 id={`attention-${name}`} className="font-semibold">
            {t('methodFigures.attention')}
          </h3>
          <AttentionMap {...attention} shares={sharesShape.parse(attention.shares)} />
        </section>
      )}
      {method === 'SUR' && methodComparison && methodComparison.surAblation.length > 0 && (
        <>
          <AblationTable rows={methodComparison.surAblation} />
          <p className="max-w-text quiet mt-2 text-sm">{t('methodsPage.surBase')}</p>
        </>
      )}
      {method === 'SUR' && (
        <section aria-labelledby={`pairs-${name}`}>
          <h3 id={`pairs-${name}`} className="font-semibold">
            {alone ? t('methodsPage.pairs') : t('methodsPage.pairsOf', { title })}
          </h3>
          <p className="max-w-text mt-1">{t('methodsPage.pairsAre')}</p>
          {promptPairs ? (
            <PairsTable promptPairs={promptPairs} />
          ) : (
            <p className="card mt-3 p-4">{t('methodsPage.pairsSoon')}</p>
          )}
        </section>
      )}
    </>
  );
}
