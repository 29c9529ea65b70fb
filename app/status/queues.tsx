import { words } from '@/app/words/server';
import { lasting } from './lasting';
import type { StatusQuery } from './status.documents';

type Queue = StatusQuery['status']['queues'][number];

/** How many wait and are being made, of each kind, and how long that takes. */
export async function Queues({ queues }: { readonly queues: readonly Queue[] }) {
  const t = await words();
  const number = (value: number) => t('statusPage.number', { value });
  return (
    <ul className="mt-3 grid gap-4 sm:grid-cols-2">
      {queues.map((queue) => (
        <li key={queue.kind} className="card p-4">
          <h3 className="font-semibold">{t('statusPage.queue', { kind: queue.kind })}</h3>
          <dl className="mt-2 flex flex-wrap gap-x-8">
            {(['waiting', 'running'] as const).map((what) => (
              <div key={what} className="flex flex-col-reverse">
                <dt className="quiet text-sm">{t(`statusPage.${what}`)}</dt>
                <dd className="text-title font-semibold">{number(queue[what])}</dd>
              </div>
            ))}
          </dl>
          <dl className="mt-3 space-y-1 border-t border-(--line) pt-3 text-sm">
            <Line title={t('statusPage.oldest')} value={lasting(t, queue.oldestWaitSeconds)} />
            <Line title={t('statusPage.finished')} value={number(queue.finishedLastHour)} />
            <Line title={t('statusPage.waited')} value={lasting(t, queue.waitSeconds)} />
            <Line title={t('statusPage.took')} value={lasting(t, queue.runSeconds)} />
          </dl>
        </li>
      ))}
    </ul>
  );
}

function Line({ title, value }: { readonly title: string; readonly value: string }) {
  return (
    <div className="flex items-baseline justify-between gap-4">
      <dt className="quiet">{title}</dt>
      <dd className="font-medium whitespace-nowrap">{value}</dd>
    </div>
  );
}
