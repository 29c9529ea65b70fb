import type { AgreementFragment, ShareFragment } from './ranking.documents';

function said(measured: ShareFragment | null): string {
  if (!measured) return 'not asked yet';
  const percent = (value: number) => `${(100 * value).toFixed(0)} %`;
  const { value, low, high, asked } = measured;
  return `${percent(value)} of ${asked} (${percent(low)} to ${percent(high)})`;
}

/** How far the voters can be relied on, over all votes. */
export function Reliability({ reliability }: { reliability: AgreementFragment }) {
  const { selfAgreement, gold, alpha, alphaPairs } = reliability;
  const rows = [
    ['The same voter says the same of a pair shown again', said(selfAgreement)],
    ['The right picture wins over one of quite another prompt', said(gold)],
    [
      'Krippendorff’s α between voters',
      alpha === null
        ? 'too few pairs that several voters judged'
        : `${alpha.toFixed(2)} over ${alphaPairs} pairs`,
    ],
  ];
  return (
    <section>
      <h2 className="text-xl font-semibold">How far the voters agree</h2>
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
