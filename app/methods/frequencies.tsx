import { MethodName } from '@/app/components/method-name';
import { readersModels, words } from '@/app/words/server';
import { at } from '@/lib/at';
import type { FilmstripFragment } from './methods.documents';
import { Numbers } from './numbers';

const BANDS = [
  { band: 'low', colour: 'bg-lake-700 dark:bg-lake-500' },
  { band: 'middle', colour: 'bg-lake-300' },
  { band: 'high', colour: 'bg-amber-400' },
] as const;

interface Props {
  readonly strips: readonly FilmstripFragment[];
  readonly steps: readonly number[];
}

/** How the power of what each method expects is spread over spatial frequencies, step by step. */
export async function Frequencies({ strips, steps }: Props) {
  const t = await words();
  const titleOf = await readersModels();
  return (
    <>
      <ul className="quiet mt-3 flex flex-wrap gap-x-4 gap-y-1 text-sm">
        {BANDS.map(({ band, colour }) => (
          <li key={band} className="flex items-center gap-1">
            <span
              className={`inline-block size-3 rounded-full forced-color-adjust-none ${colour}`}
              aria-hidden="true"
            />
            {t(`methodsPage.band.${band}`)}
          </li>
        ))}
      </ul>
      <div className="mt-2 grid gap-4 sm:grid-cols-2" aria-hidden="true">
        {strips.map((strip) => (
          <div key={strip.method}>
            <p className="text-sm">
              <MethodName name={strip.method} />
            </p>
            <div className="mt-1 flex h-24 gap-1">
              {steps.map((step, i) => (
                <div key={step} className="flex flex-1 flex-col justify-end">
                  {BANDS.toReversed().map(({ band, colour }) => (
                    <div
                      key={band}
                      className={`forced-color-adjust-none ${colour}`}
                      style={{ height: `${100 * at(strip[band], i)}%` }}
                    />
                  ))}
                </div>
              ))}
            </div>
          </div>
        ))}
      </div>
      <Numbers
        title={t('methodsPage.bandShares')}
        head={[t('methodsPage.method'), ...steps.map(String)]}
        rows={strips.map((strip) => [
          titleOf({ name: strip.method }).title,
          ...steps.map((_, i) =>
            BANDS.map(({ band }) => (100 * at(strip[band], i)).toFixed(0)).join(' / '),
          ),
        ])}
      />
    </>
  );
}
