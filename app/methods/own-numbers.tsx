import { Bar } from '@/app/components/ui/interval-bar';
import { readersModels, words } from '@/app/words/server';
import { chiefsOf } from '@/lib/methods/model-names';
import type { Base } from './bases';
import { methodOf } from './finding';

const FORMS = ['SIMPLE', 'ENRICHED', 'PARAPHRASED'] as const;

interface Props {
  readonly method: string;
  readonly base: Base;
}

/** What the model that stands for a method gets right on one base: a bar for each wording of the prompts. */
export async function OwnNumbers({ method, base: { methodComparison, models } }: Props) {
  const t = await words();
  const titleOf = await readersModels();
  const rows = methodComparison?.rows.filter(({ category }) => category === 'ALL') ?? [];
  const named = rows.map((row) => ({
    name: row.method,
    method: methodOf(row.method, models),
    row,
  }));
  const chief = chiefsOf(named).find((own) => own.method === method);
  if (!methodComparison || !chief) return <p className="quiet">{t('methodsPage.noNumbers')}</p>;
  const reference = methodComparison.reference;
  const against = titleOf({ name: reference }).title;
  return (
    <>
      <p className="quiet text-sm">{t('methodsPage.itsNumbersAre')}</p>
      <ul className="mt-2 grid gap-4 sm:grid-cols-3" data-method={titleOf(chief).colour}>
        {FORMS.flatMap((form) =>
          rows
            .filter((row) => row.method === chief.name && row.form === form)
            .map(({ value, low, high, difference }) => (
              <li key={form} className="flex flex-col justify-end">
                <p className="mb-1 flex items-end justify-between gap-3 text-sm">
                  <span>{t(`methodsPage.forms.${form}`)}</span>
                  <span className="text-base font-semibold">
                    {t('methodsPage.share', { value })}
                  </span>
                </p>
                <Bar {...{ value, low, high }} />
                <p className="quiet mt-1 text-xs sm:min-h-8">
                  {chief.name === reference
                    ? t('methodsPage.interval', { low, high })
                    : t('methodsPage.points', {
                        reference: against,
                        value: 100 * difference.value,
                        low: 100 * difference.low,
                        high: 100 * difference.high,
                      })}
                </p>
              </li>
            )),
        )}
      </ul>
    </>
  );
}
