import type { Metadata } from 'next';
import { MethodName } from '@/app/components/method-name';
import { Refresh } from '@/app/components/refresh';
import { versionsOf } from '@/app/components/runtime';
import { query } from '@/app/execute';
import { StatusDocument, type StatusQuery } from './status.documents';

export const dynamic = 'force-dynamic';
export const metadata: Metadata = { title: 'Status' };

type Worker = StatusQuery['status']['workers'][number];

/** What a worker paints with, base by base, and whether it writes. */
function has({ models, writes }: Worker): string {
  const titles = [...new Set(models.map(({ base }) => base.title))];
  const paints = titles.map((title) => {
    const names = models.filter(({ base }) => base.title === title).map(({ name }) => name);
    return `${title}: ${names.join(', ')}`;
  });
  const all = writes ? [...paints, 'writes longer prompts'] : paints;
  return all.length > 0 ? all.join('; ') : 'has no models';
}

export default async function StatusPage() {
  const { status, methods, models } = await query(StatusDocument);
  return (
    <>
      <Refresh />
      <h1 className="mt-4 text-3xl font-semibold">Status</h1>
      <p className="mt-4">
        {status.queued} waiting, {status.running} being painted.
      </p>
      <h2 className="mt-8 text-lg font-semibold">Workers</h2>
      {status.workers.length === 0 ? (
        <p className="mt-2">No worker is running: pictures wait until one is.</p>
      ) : (
        <ul className="mt-2 space-y-2">
          {status.workers.map((worker) => (
            <li key={worker.startedAt} className="card p-4">
              <span className="font-medium">{worker.device}</span>
              <span className="quiet block text-sm">
                {Object.entries(versionsOf(worker.runtime))
                  .map(([name, version]) => `${name} ${version}`)
                  .join(', ')}
              </span>
              <span className="block text-sm">{has(worker)}</span>
              <span className="quiet block text-sm">
                since {worker.startedAt.replace('T', ' ').slice(0, 19)}
              </span>
            </li>
          ))}
        </ul>
      )}
      <h2 className="mt-8 text-lg font-semibold">Models</h2>
      <ul className="mt-2 space-y-2">
        {models.map((model) => (
          <li key={model.id} className="card p-4">
            <span className="font-medium">
              {model.base.title}, {model.name}
            </span>
            <span className="quiet block text-sm">
              {methods
                .filter(({ method }) => method === model.method)
                .map(({ method, title, colour }) => (
                  <MethodName key={method} title={title} colour={colour} />
                ))}{' '}
              · {model.status.toLowerCase()}
              {!model.atHand && ' · not at hand: no worker has it'} · licence {model.base.licence}
            </span>
            <code className="quiet block text-xs break-all">{model.weightsSha256}</code>
          </li>
        ))}
      </ul>
    </>
  );
}
