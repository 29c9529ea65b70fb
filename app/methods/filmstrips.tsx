import { MethodName } from '@/app/components/method-name';
import { Wide } from '@/app/components/ui/wide';
import { at } from '@/lib/at';
import type { FilmstripFragment } from './methods.documents';
import { Numbers } from './numbers';

interface Props {
  readonly strips: readonly FilmstripFragment[];
  readonly steps: readonly number[];
}

const percent = (share: number) => `${(100 * share).toFixed(0)} %`;

/** One strip per method: the picture that it expects at each step. */
export function Filmstrips({ strips, steps }: Props) {
  return (
    <>
      <Wide label="Film strips" className="mt-3">
        <ul className="min-w-xl space-y-2">
          {strips.map(({ method, imageUrl, factsRight }) => (
            <li key={method} className="flex items-center gap-3">
              <span className="w-36 shrink-0 text-sm">
                <MethodName name={method} />
              </span>
              <div className="relative min-w-0 flex-1 overflow-hidden rounded-box">
                <img
                  src={imageUrl}
                  width={64 * steps.length}
                  height={64}
                  className="w-full"
                  alt={`What ${method} expects at steps ${steps.join(', ')}; of the finished picture ${percent(factsRight.at(-1) ?? 0)} of the facts are right`}
                />
                <div className="absolute inset-0 flex divide-x divide-white" aria-hidden="true">
                  {steps.map((step) => (
                    <span key={step} className="flex-1" />
                  ))}
                </div>
              </div>
            </li>
          ))}
        </ul>
        <div className="quiet flex min-w-xl gap-3 text-xs" aria-hidden="true">
          <span className="w-36 shrink-0">after step</span>
          <span className="flex flex-1">
            {steps.map((step) => (
              <span key={step} className="flex-1 text-center">
                {step}
              </span>
            ))}
          </span>
        </div>
      </Wide>
      <Numbers
        title="Facts right at each step"
        head={['Method', ...steps.map(String)]}
        rows={strips.map(({ method, factsRight }) => [method, ...factsRight.map(percent)])}
      />
    </>
  );
}

const BANDS = [
  { band: 'low', title: 'low: layout', colour: 'bg-lake-700 dark:bg-lake-500' },
  { band: 'middle', title: 'middle', colour: 'bg-lake-300' },
  { band: 'high', title: 'high: edges', colour: 'bg-amber-400' },
] as const;

/** How the power of what each method expects is spread over spatial frequencies, step by step. */
export function Frequencies({ strips, steps }: Props) {
  return (
    <>
      <ul className="quiet mt-3 flex gap-4 text-sm">
        {BANDS.map(({ band, title, colour }) => (
          <li key={band} className="flex items-center gap-1">
            <span className={`inline-block size-3 rounded-full ${colour}`} aria-hidden="true" />
            {title}
          </li>
        ))}
      </ul>
      <div className="mt-2 grid gap-4 sm:grid-cols-2" aria-hidden="true">
        {strips.map((strip) => (
          <div key={strip.method}>
            <p className="text-sm">
              <MethodName name={strip.method} />
            </p>
            <div className="flex h-24 gap-1">
              {steps.map((step, i) => (
                <div key={step} className="flex flex-1 flex-col justify-end">
                  {BANDS.toReversed().map(({ band, colour }) => (
                    <div
                      key={band}
                      className={colour}
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
        title="Share of each band, in percent: low / middle / high"
        head={['Method', ...steps.map(String)]}
        rows={strips.map((strip) => [
          strip.method,
          ...steps.map((_, i) =>
            BANDS.map(({ band }) => (100 * at(strip[band], i)).toFixed(0)).join(' / '),
          ),
        ])}
      />
    </>
  );
}
