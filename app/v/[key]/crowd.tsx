import { lookAlike } from '@/app/words/model-words';
import { readersModels, words } from '@/app/words/server';
import type { Verdict } from './load';

interface Part {
  readonly method?: string;
  readonly hollow: boolean;
}

function fillOf({ method, hollow }: Part): string {
  if (method === undefined) return 'border border-(--line-strong) bg-slate-200 dark:bg-slate-700';
  return hollow ? 'method-fill hollow' : 'method-fill';
}

/** What all votes say of these two models, as one bar. */
export async function Crowd({ verdict }: { readonly verdict: Verdict }) {
  const t = await words();
  const titleOf = await readersModels();
  const { left, right, crowd } = verdict;
  const count = crowd.left + crowd.right + crowd.tie + crowd.bothBad;
  const [first, second] = [titleOf(left.model), titleOf(right.model)];
  const parts = [
    {
      title: t('verdict.tally', { name: first.title, count: crowd.left }),
      count: crowd.left,
      method: first.colour,
      hollow: false,
    },
    { title: t('verdict.tallyEqual', { count: crowd.tie }), count: crowd.tie, hollow: false },
    { title: t('verdict.tallyBad', { count: crowd.bothBad }), count: crowd.bothBad, hollow: false },
    {
      title: t('verdict.tally', { name: second.title, count: crowd.right }),
      count: crowd.right,
      method: second.colour,
      hollow: lookAlike(first, second),
    },
  ];
  return (
    <section aria-labelledby="all">
      <h2 id="all" className="text-lg font-semibold">
        {t('verdict.all')}
      </h2>
      <p className="quiet mt-1 text-sm">
        {count === 0 ? t('verdict.noneYet') : t('verdict.allAre', { count })}
      </p>
      {count > 0 && (
        <>
          <div className="mt-3 flex h-4 gap-0.5 overflow-hidden rounded-full" aria-hidden="true">
            {parts
              .filter((part) => part.count > 0)
              .map((part) => (
                <span
                  key={part.title}
                  data-method={part.method}
                  className={fillOf(part)}
                  style={{ flexGrow: part.count }}
                />
              ))}
          </div>
          <ul className="mt-2 flex flex-wrap gap-x-5 gap-y-1 text-sm">
            {parts.map((part) => (
              <li
                key={part.title}
                data-method={part.method}
                className="inline-flex items-baseline gap-2"
              >
                <span
                  className={`inline-block size-3 rounded-full ${fillOf(part)}`}
                  aria-hidden="true"
                />
                {part.title}
              </li>
            ))}
          </ul>
        </>
      )}
    </section>
  );
}
