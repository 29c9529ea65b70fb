import { MethodName } from '@/app/components/method-name';
import { words } from '@/app/words/server';
import { byMethod } from '@/lib/methods';
import type { StatusQuery } from './status.documents';

type Model = StatusQuery['models'][number];

/** Every model by its base, and whether it can paint now. */
export async function Models({ models }: { readonly models: readonly Model[] }) {
  const t = await words();
  if (models.length === 0) return <p className="card mt-3 p-4">{t('statusPage.noModel')}</p>;
  return [...new Set(models.map(({ base }) => base.title))].map((title) => (
    <div key={title} className="mt-3">
      <h3 className="font-semibold">{title}</h3>
      <ul aria-label={t('statusPage.modelsOf', { title })} className="card mt-2 px-4">
        {models
          .filter(({ base }) => base.title === title)
          .toSorted(byMethod)
          .map((model) => (
            <li
              key={model.id}
              className="flex flex-wrap items-baseline justify-between gap-x-4 border-t border-(--line) py-2 first:border-t-0"
            >
              <MethodName {...model} explained />
              <Can model={model} />
            </li>
          ))}
      </ul>
    </div>
  ));
}

/** Whether a model can paint now, in a word or two. */
async function Can({ model: { status, atHand } }: { readonly model: Model }) {
  const t = await words();
  if (status === 'RETIRED') return <span className="quiet">{t('statusPage.retired')}</span>;
  return atHand ? (
    <span className="text-(--good)">✓ {t('statusPage.ready')}</span>
  ) : (
    <span className="text-(--unsure)">! {t('statusPage.notAtHand')}</span>
  );
}
