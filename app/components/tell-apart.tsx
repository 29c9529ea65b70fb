import { readersLocale, words } from '@/app/words/server';
import { MethodName } from './method-name';
import { Wide } from './ui/wide';
import type { ToldApartFragment } from './tell-apart.documents';

const COLUMNS = ['between', 'alike', 'pairs', 'prompts'] as const;

interface Props {
  readonly pairs: readonly ToldApartFragment[];
  /** The title of the category that they are of, where it is one. */
  readonly category?: string | undefined;
}

/** For each two models, how many of their pictures nobody can tell apart, and what that means. */
export async function TellApart({ pairs, category }: Props) {
  if (pairs.length === 0) return null;
  const t = await words();
  const alike = pairs.reduce((sum, own) => sum + own.alike, 0);
  const all = pairs.reduce((sum, own) => sum + own.pairs, 0);
  return (
    <section aria-labelledby="alike" className="space-y-2" lang={await readersLocale()}>
      <h2 id="alike" className="text-xl font-semibold">
        {[t('alike.title'), ...(category === undefined ? [] : [category])].join(' · ')}
      </h2>
      <p className="max-w-text">{t('alike.all', { alike, all, share: alike / all })}</p>
      <Wide label={t('alike.table')}>
        <table className="w-full max-w-3xl text-left text-sm">
          <thead className="quiet">
            <tr>
              {COLUMNS.map((column) => (
                <th key={column} scope="col" className="py-1 pr-3 font-normal">
                  {t(`alike.column.${column}`)}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {pairs.map(({ first, second, share, low, high, ...own }) => (
              <tr
                key={`${first.name} ${second.name}`}
                className="border-t border-(--line) align-top"
              >
                <th scope="row" className="py-1 pr-3 font-normal">
                  <MethodName {...first} /> {t('alike.and')} <MethodName {...second} />
                </th>
                <td className="py-1 pr-3">
                  <span className="font-medium">{t('results.share', { share })}</span>{' '}
                  <span className="quiet inline-block whitespace-nowrap">
                    {low === null || high === null
                      ? t('alike.onePrompt')
                      : t('results.shares', { low, high })}
                  </span>
                </td>
                <td className="quiet py-1 pr-3">{t('results.count', { count: own.pairs })}</td>
                <td className="quiet py-1">{t('results.count', { count: own.prompts })}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </Wide>
      <details className="quiet text-sm">
        <summary className="min-h-11 content-center">{t('alike.how')}</summary>
        <p className="max-w-text mt-2">{t('alike.howText')}</p>
      </details>
    </section>
  );
}
