import { MethodName } from '@/app/components/method-name';
import { Bar } from '@/app/components/ui/interval-bar';
import { readersModels, words } from '@/app/words/server';
import type { Finding } from './finding';
import type { ComparisonsFragment } from './methods.documents';

interface Props {
  /** Of the base that came first; null where nothing was compared. */
  readonly finding: Finding | null;
  readonly comparison: ComparisonsFragment | null;
}

/** What was found, in one sentence with its numbers, and how. */
export async function Found({ finding, comparison }: Props) {
  const t = await words();
  return (
    <header className="grid gap-8 lg:grid-cols-[minmax(0,1fr)_24rem]">
      <div>
        <p className="quiet">{t('nav.methods')}</p>
        <h1 className="text-title sm:text-display font-semibold text-balance">
          <Headline finding={finding} />
        </h1>
        <p className="max-w-text mt-4">{t('methodsPage.intro')}</p>
        {finding && comparison && <Basis finding={finding} comparison={comparison} />}
      </div>
      {finding && (
        <div className="card self-start p-4">
          <h2 className="font-medium">{t('methodsPage.bars')}</h2>
          <ul className="mt-3 space-y-4">
            {finding.all.map(({ name, method, row: { value, low, high } }) => (
              <li key={name} data-method={method}>
                <p className="mb-1 flex flex-wrap items-baseline justify-between gap-x-3">
                  <MethodName name={name} method={method} explained />
                  <span className="font-semibold">{t('methodsPage.share', { value })}</span>
                </p>
                <Bar {...{ value, low, high }} />
                <p className="quiet mt-1 text-xs">{t('methodsPage.interval', { low, high })}</p>
              </li>
            ))}
          </ul>
        </div>
      )}
    </header>
  );
}

async function Headline({ finding }: { readonly finding: Finding | null }) {
  const t = await words();
  const titleOf = await readersModels();
  if (!finding) return t('methodsPage.notCompared');
  const { best, reference, isSure } = finding;
  const names = { best: titleOf(best).title, reference: titleOf(reference).title };
  const shares = { value: best.row.value, other: reference.row.value };
  if (best === reference) return t('methodsPage.noneBetter', { ...names, ...shares });
  return t(isSure ? 'methodsPage.found' : 'methodsPage.unsure', { ...names, ...shares });
}

async function Basis({ finding, comparison }: Required<NonNull<Props>>) {
  const t = await words();
  const titleOf = await readersModels();
  const { best, reference } = finding;
  const { prompts, seeds, rows } = comparison;
  const forms = new Set(rows.map(({ form }) => form).filter((form) => form !== 'ALL')).size;
  const { value, low, high } = best.row.difference;
  return (
    <p className="quiet max-w-text mt-2 text-sm">
      {best === reference
        ? t('methodsPage.basisAlone', { prompts, forms, seeds })
        : t('methodsPage.basis', {
            prompts,
            forms,
            seeds,
            best: titleOf(best).title,
            reference: titleOf(reference).title,
            value: 100 * value,
            low: 100 * low,
            high: 100 * high,
          })}
    </p>
  );
}

type NonNull<T> = { readonly [Key in keyof T]: NonNullable<T[Key]> };
