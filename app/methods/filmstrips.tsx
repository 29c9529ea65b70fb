import { MethodName } from '@/app/components/method-name';
import { Wide } from '@/app/components/ui/wide';
import { readersFormat, readersModels, words } from '@/app/words/server';
import type { FilmstripFragment } from './methods.documents';
import { Numbers } from './numbers';

interface Props {
  readonly strips: readonly FilmstripFragment[];
  readonly steps: readonly number[];
}

/** One strip per method: the picture that it expects at each step. */
export async function Filmstrips({ strips, steps }: Props) {
  const t = await words();
  const format = await readersFormat();
  const titleOf = await readersModels();
  const titleOfStrip = ({ method }: FilmstripFragment) => titleOf({ name: method }).title;
  const percent = (share: number) => format.number(share, { style: 'percent' });
  return (
    <>
      <Wide label={t('methodsPage.strips')} hint={t('methodFigures.scroll')} className="mt-4">
        <ul className="min-w-xl space-y-3">
          {strips.map((strip) => (
            <li key={strip.method}>
              <p className="mb-1 text-sm">
                <MethodName name={strip.method} />
              </p>
              <div className="rounded-box relative overflow-hidden">
                <img
                  src={strip.imageUrl}
                  width={64 * steps.length}
                  height={64}
                  loading="lazy"
                  className="w-full"
                  alt={t('methodsPage.strip', {
                    name: titleOfStrip(strip),
                    steps: steps.join(', '),
                    share: strip.factsRight.at(-1) ?? 0,
                  })}
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
        <p className="quiet mt-1 flex min-w-xl text-xs" aria-hidden="true">
          {steps.map((step, index) => (
            <span key={step} className="flex-1 text-center">
              {index === 0 && `${t('methodsPage.afterStep')} `}
              {step}
            </span>
          ))}
        </p>
      </Wide>
      <Numbers
        title={t('methodsPage.factsAtStep')}
        head={[t('methodsPage.method'), ...steps.map(String)]}
        rows={strips.map((strip) => [titleOfStrip(strip), ...strip.factsRight.map(percent)])}
      />
    </>
  );
}
