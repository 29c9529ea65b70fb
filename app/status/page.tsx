import type { Metadata } from 'next';
import { Refresh } from '@/app/components/refresh';
import { query } from '@/app/execute';
import { readersLocale, readersModels, words } from '@/app/words/server';
import { Details } from './details';
import { Models } from './models';
import { Queues } from './queues';
import { stateOf, type State } from './state';
import { StatusDocument, type StatusQuery } from './status.documents';
import { Workers } from './workers';

export const dynamic = 'force-dynamic';

export async function generateMetadata(): Promise<Metadata> {
  const t = await words();
  return { title: t('nav.status'), description: t('statusPage.description') };
}

export default async function StatusPage() {
  const { status, models } = await query(StatusDocument);
  const t = await words();
  const { queues, workers } = status;
  return (
    <article className="mt-4 max-w-4xl space-y-10" lang={await readersLocale()}>
      <Refresh />
      <InOneSentence {...stateOf({ queues, workers, models })} />
      <section aria-labelledby="queues">
        <h2 id="queues" className="text-title font-semibold">
          {t('statusPage.queues')}
        </h2>
        <Queues queues={queues} />
      </section>
      <section aria-labelledby="workers">
        <h2 id="workers" className="text-title font-semibold">
          {t('statusPage.workers')}
        </h2>
        <p className="quiet mt-1">{t('statusPage.workersAre')}</p>
        <Workers workers={workers} />
      </section>
      <section aria-labelledby="models">
        <h2 id="models" className="text-title font-semibold">
          {t('statusPage.models')}
        </h2>
        <Models models={models} />
      </section>
      <Details workers={workers} models={models} />
    </article>
  );
}

const MARKS = {
  WORKS: { mark: '✓', colour: 'text-(--good)' },
  BUSY: { mark: '…', colour: 'text-(--unsure)' },
  PARTLY: { mark: '!', colour: 'text-(--unsure)' },
  STOPPED: { mark: '✗', colour: 'text-(--bad)' },
  NEW: { mark: '…', colour: 'quiet' },
} as const satisfies Record<State<never>['state'], object>;

/** Whether it works, and how long one waits; then what does not. */
async function InOneSentence(now: State<StatusQuery['models'][number]>) {
  const t = await words();
  const titleOf = await readersModels();
  const { state, wait, missing, writes } = now;
  const { mark, colour } = MARKS[state];
  const isPainted = wait !== null;
  const names = missing.map((model) => titleOf(model).title).join(', ');
  return (
    <header>
      <p className="quiet">{t('nav.status')}</p>
      <h1 className="text-title sm:text-display font-semibold text-balance">
        <span className={colour} aria-hidden="true">
          {mark}
        </span>{' '}
        <span role="status">{t('statusPage.state', { state })}</span>
      </h1>
      <p className="mt-3 text-lg">
        {state === 'NEW' && t('statusPage.noModels')}
        {state === 'STOPPED' && t('statusPage.stopped')}
        {isPainted && begins(t, wait)}
      </p>
      {isPainted && missing.length > 0 && (
        <p className="mt-1">{t('statusPage.without', { names, count: missing.length })}</p>
      )}
      {isPainted && !writes && <p className="mt-1">{t('statusPage.noTexts')}</p>}
    </header>
  );
}

function begins(t: Awaited<ReturnType<typeof words>>, seconds: number): string {
  if (seconds < 1) return t('statusPage.beginsAtOnce');
  return seconds < 120
    ? t('statusPage.begins', { seconds: Math.ceil(seconds) })
    : t('statusPage.beginsMinutes', { minutes: Math.ceil(seconds / 60) });
}
