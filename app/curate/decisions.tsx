import { useFormatter, useTranslations } from 'use-intl/react';
import type { Translate } from '@/app/words/translate';
import type { QueueQuery, Visibility } from './curate.documents';

type Decided = QueueQuery['decisions']['edges'][number]['node'];

function inWords(t: Translate, { subject, before, after }: Decided): string {
  const named = (visibility: Visibility) => t('curate.visibility', { visibility });
  if (subject === 'NETWORK') return t('curate.networkBanned');
  if (after === null) return t('curate.bannedWho', { subject });
  return t('curate.became', {
    subject,
    before: before === null ? '' : named(before),
    after: named(after),
  });
}

/** What was decided last; everybody can read all of it over GraphQL. */
export function Decisions({ decisions }: { decisions: QueueQuery['decisions']['edges'] }) {
  const t = useTranslations();
  const format = useFormatter();
  return (
    <section aria-labelledby="decisions">
      <h2 id="decisions" className="text-lg font-semibold">
        {t('curate.decided')}
      </h2>
      {decisions.length === 0 && <p className="quiet mt-2">{t('curate.noneDecided')}</p>}
      <ul className="mt-3 space-y-1 text-sm">
        {decisions.map(({ node }) => (
          <li key={node.id} className="break-words">
            <time className="quiet" dateTime={node.createdAt}>
              {format.dateTime(new Date(node.createdAt), {
                dateStyle: 'medium',
                timeStyle: 'short',
              })}{' '}
              UTC
            </time>{' '}
            {inWords(t, node)}: {node.reason}
            {node.curator !== null && <span className="quiet"> ({node.curator})</span>}
          </li>
        ))}
      </ul>
    </section>
  );
}
