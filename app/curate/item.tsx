import { useState } from 'react';
import { useFormatter, useTranslations } from 'use-intl/react';
import { categoryTitle } from '@/app/components/categories';
import { requestAsCurator } from '@/app/components/graphql-client';
import {
  BanDocument,
  ModerateDocument,
  type QueueQuery,
  type Visibility,
} from './curate.documents';
import { BanAsker } from './ban-asker';
import { CuratorsPicture } from './curators-picture';

type Queued = NonNullable<QueueQuery['moderationQueue']>[number];

interface Props {
  readonly item: Queued;
  readonly token: string;
  readonly done: () => Promise<void>;
}

/** One thing that waits, with why, and what can be done about it. */
export function Item({ item, token, done }: Props) {
  const t = useTranslations();
  const format = useFormatter();
  const [reason, setReason] = useState('');
  const [problem, setProblem] = useState('');
  const [sure, setSure] = useState(false);

  async function act(
    work: () => Promise<{
      readonly reply: { readonly __typename: string; readonly message?: string };
    }>,
  ) {
    setProblem('');
    try {
      const { reply } = await work();
      if (reply.message !== undefined) throw new Error(reply.message);
      await done();
      return true;
    } catch (error) {
      setProblem(error instanceof Error ? error.message : t('curate.failed'));
      return false;
    }
  }
  const decide = (visibility: Visibility, otherwise = '') =>
    act(() =>
      requestAsCurator(token, ModerateDocument, {
        id: item.id,
        visibility,
        reason: reason.trim() || otherwise,
      }),
    );
  const { askedBy } = item;
  const field = `reason-${item.id}`;
  return (
    <li className="card p-4">
      <p className="quiet text-sm">
        {t('curate.subject', { subject: item.subject })} · {categoryTitle(t, item.category)} ·{' '}
        {t('curate.visibility', { visibility: item.visibility })} ·{' '}
        <time dateTime={item.createdAt}>
          {format.dateTime(new Date(item.createdAt), { dateStyle: 'medium' })}
        </time>
      </p>
      <p className="mt-1 font-medium break-words">{item.text}</p>
      {item.pictureUrls.length > 0 && (
        <div className="mt-2 flex flex-wrap gap-2">
          {item.pictureUrls.map((url) => (
            <CuratorsPicture key={url} url={url} token={token} />
          ))}
        </div>
      )}
      {item.reports.length > 0 && (
        <ul className="mt-2 list-disc pl-5 text-sm" aria-label={t('curate.reports')}>
          {item.reports.map((report, i) => (
            <li key={i} className="break-words">
              {report.reason}{' '}
              {!report.byVisitor && <span className="quiet">{t('curate.automatic')}</span>}
            </li>
          ))}
        </ul>
      )}
      <label htmlFor={field} className="quiet mt-3 block text-sm">
        {t('curate.why')}
      </label>
      <input
        id={field}
        className="field mt-1"
        autoComplete="off"
        value={reason}
        onChange={(event) => setReason(event.target.value)}
      />
      <p role="alert" className="mt-2 text-red-800 empty:hidden dark:text-red-300">
        {problem}
      </p>
      <div className="mt-3 flex flex-wrap gap-2">
        <button
          type="button"
          className="button"
          onClick={() => void decide('VISIBLE', t('curate.fine'))}
        >
          {item.visibility === 'HIDDEN' ? t('curate.restore') : t('curate.letThrough')}
        </button>
        {item.visibility !== 'UNLISTED' && (
          <button type="button" className="button-quiet" onClick={() => void decide('UNLISTED')}>
            {t('curate.unlist')}
          </button>
        )}
        {item.visibility !== 'HIDDEN' && (
          <button type="button" className="button-quiet" onClick={() => void decide('HIDDEN')}>
            {t('curate.hide')}
          </button>
        )}
        <button
          type="button"
          className="button-quiet text-red-800 dark:text-red-300"
          onClick={() => (sure ? void decide('REMOVED') : setSure(true))}
          onBlur={() => setSure(false)}
        >
          {sure ? t('curate.removeSure') : t('curate.remove')}
        </button>
      </div>
      {askedBy !== null && (
        <BanAsker
          ban={(network) =>
            act(() => requestAsCurator(token, BanDocument, { voter: askedBy, reason, network }))
          }
        />
      )}
    </li>
  );
}
