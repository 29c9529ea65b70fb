import { words } from '@/app/words/server';
import type { Translate } from '@/app/words/translate';
import { agreementOf } from './in-words';
import type { AgreementFragment, ShareFragment } from './ranking.documents';

function said(t: Translate, measured: ShareFragment | null): string {
  if (!measured) return t('results.agreement.notAsked');
  const { value, low, high, asked } = measured;
  return t('results.agreement.share', { value, low, high, asked });
}

/** How far the voters can be relied on, over all votes: in words, and beside them in numbers. */
export async function Reliability({ reliability }: { reliability: AgreementFragment }) {
  const t = await words();
  const { selfAgreement, gold, alpha, alphaPairs } = reliability;
  const rows = [
    [t('results.agreement.again'), said(t, selfAgreement)],
    [t('results.agreement.gold'), said(t, gold)],
    [
      t('results.agreement.alpha'),
      alpha === null
        ? t('results.agreement.tooFew')
        : t('results.agreement.alphaIs', { alpha: Number(alpha.toFixed(2)), pairs: alphaPairs }),
    ],
  ];
  return (
    <section aria-labelledby="agreement">
      <h2 id="agreement" className="text-xl font-semibold">
        {t('results.agreement.title')}
      </h2>
      {alpha !== null && (
        <p className="max-w-text mt-1">{t(`results.agreement.level.${agreementOf(alpha)}`)}</p>
      )}
      <dl className="mt-2 grid gap-x-4 gap-y-1 text-sm sm:grid-cols-[auto_1fr]">
        {rows.map(([term, value]) => (
          <div key={term} className="contents">
            <dt className="quiet">{term}</dt>
            <dd className="mb-1 sm:mb-0">{value}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}
