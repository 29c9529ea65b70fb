import { at } from '@/lib/at';
import { MethodName } from '@/app/components/method-name';
import { readersModels, words } from '@/app/words/server';
import type { Base } from './bases';
import type { MethodsQuery } from './methods.documents';
import { WaysTable } from './ways-table';

interface Props {
  readonly ways: MethodsQuery['ways'];
  readonly bases: readonly Base[];
}

/** Other ways to paint with the same weights: what each changes, and what it was measured to be worth. */
export async function Ways({ ways, bases }: Props) {
  const t = await words();
  const titleOf = await readersModels();
  return (
    <section id="ways" aria-labelledby="ways-title" className="space-y-4">
      <h2 id="ways-title" className="text-title font-semibold">
        {t('methodsPage.ways')}
      </h2>
      <p className="max-w-text">{t('methodsPage.waysAre')}</p>
      <dl className="space-y-4">
        {ways.map(({ name, models, paper, equation }) => (
          <div key={name}>
            <dt className="flex flex-wrap gap-x-6 font-medium">
              {models.map((model) => (
                <MethodName key={model} name={`${model}-${name}`} />
              ))}
            </dt>
            <dd className="max-w-text mt-1">
              <p>{titleOf({ name: `${at(models, 0)}-${name}` }).about}</p>
              <p className="mt-1">
                <code className="break-words">{equation}</code>
              </p>
              <p className="mt-1 text-sm">
                {t('methodsPage.paper')}{' '}
                <a href={paper.url} className="link" lang="en">
                  {paper.title}
                </a>
              </p>
            </dd>
          </div>
        ))}
      </dl>
      {bases.map(({ name, title, models, methodComparison }) => (
        <div key={name}>
          {bases.length > 1 && <h3 className="font-semibold">{title}</h3>}
          {methodComparison?.ways ? (
            <WaysTable measured={methodComparison.ways} known={models} />
          ) : (
            <p className="quiet">{t('methodsPage.noNumbers')}</p>
          )}
        </div>
      ))}
      <p className="max-w-text">{t('methodsPage.noGradients')}</p>
    </section>
  );
}
