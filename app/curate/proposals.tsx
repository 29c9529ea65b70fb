import { useState } from 'react';
import { useTranslations } from 'use-intl/react';
import { categoryTitle } from '@/app/components/categories';
import { requestAsCurator } from '@/app/components/graphql-client';
import { DecideEntryDocument, type QueueQuery } from './curate.documents';

interface Props {
  readonly entries: QueueQuery['arenaEntries']['edges'];
  readonly token: string;
  readonly done: () => Promise<void>;
}

/** What visitors would have voted on; painted by the model that stands for each method, unless all are asked for. */
export function Proposals({ entries, token, done }: Props) {
  const t = useTranslations();
  const [problem, setProblem] = useState('');
  const [byAll, setByAll] = useState<ReadonlySet<string>>(new Set());
  async function decide(id: string, admit: boolean) {
    try {
      const { reply } = await requestAsCurator(token, DecideEntryDocument, {
        id,
        admit,
        allModels: byAll.has(id),
      });
      if ('message' in reply) throw new Error(reply.message);
      await done();
    } catch (error) {
      setProblem(error instanceof Error ? error.message : t('curate.failed'));
    }
  }
  function toggle(id: string) {
    setByAll((before) => {
      const after = new Set(before);
      if (!after.delete(id)) after.add(id);
      return after;
    });
  }
  return (
    <section aria-labelledby="proposals">
      <h2 id="proposals" className="text-lg font-semibold">
        {t('curate.proposals')}
      </h2>
      <p role="alert" className="text-red-800 empty:hidden dark:text-red-300">
        {problem}
      </p>
      {entries.length === 0 && <p className="quiet mt-2">{t('curate.noProposals')}</p>}
      <ul className="mt-3 space-y-3">
        {entries.map(({ node: { id, prompt, enrichment } }) => (
          <li key={id} className="card flex flex-wrap items-center gap-2 p-4">
            <p className="min-w-0 flex-1 basis-60 break-words">
              {enrichment?.text ?? prompt.text}{' '}
              <span className="quiet text-sm">{categoryTitle(t, prompt.category)}</span>
            </p>
            <label className="flex min-h-11 w-full items-center gap-2 text-sm sm:w-auto">
              <input type="checkbox" checked={byAll.has(id)} onChange={() => toggle(id)} />
              {t('curate.allModels')}
            </label>
            <button type="button" className="button" onClick={() => void decide(id, true)}>
              {t('curate.admit')}
            </button>
            <button type="button" className="button-quiet" onClick={() => void decide(id, false)}>
              {t('curate.refuse')}
            </button>
          </li>
        ))}
      </ul>
    </section>
  );
}
