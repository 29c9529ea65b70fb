import type { Metadata } from 'next';
import { MethodName } from '@/app/components/method-name';
import { Refresh } from '@/app/components/refresh';
import { versionsOf } from '@/app/components/runtime';
import { query } from '@/app/execute';
import { StatusDocument, type StatusQuery } from './status.documents';

export const dynamic = 'force-dynamic';
export const metadata: Metadata = { title: 'Status' };

type Worker = StatusQuery['status']['workers'][number];
type Queue = StatusQuery['status']['queues'][number];

/** A duration in the unit that a person would say. */
function lasting(seconds: number | null): string {
  if (seconds === null) return '–';
  if (seconds < 10) return `${seconds.toFixed(1)} s`;
  if (seconds < 120) return `${Math.round(seconds)} s`;
  return seconds < 7200 ? `${Math.round(seconds / 60)} min` : `${Math.round(seconds / 3600)} h`;
}

interface Column {
  readonly title: string;
  readonly meaning: string;
  readonly cell: (queue: Queue) => number | string;
}

const COLUMNS: readonly Column[] = [
  { title: 'waiting', meaning: 'How many wait', cell: ({ waiting }) => waiting },
  { title: 'in work', meaning: 'How many are being made', cell: ({ running }) => running },
  {
    title: 'oldest waits',
    meaning: 'How long the oldest that a visitor waits for has waited',
    cell: ({ oldestWaitSeconds }) => lasting(oldestWaitSeconds),
  },
  {
    title: 'last hour',
    meaning: 'How many were finished in the last hour',
    cell: ({ finishedLastHour }) => finishedLastHour,
  },
  {
    title: 'waited',
    meaning: 'Median wait of what visitors got in the last hour',
    cell: ({ waitSeconds }) => lasting(waitSeconds),
  },
  {
    title: 'took',
    meaning: 'Median time that it took',
    cell: ({ runSeconds }) => lasting(runSeconds),
  },
];

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
      <div className="mt-4 overflow-x-auto">
        <table className="text-sm">
          <thead>
            <tr className="quiet text-left">
              <th scope="col" className="pr-3 sm:pr-6 font-normal">
                Work
              </th>
              {COLUMNS.map(({ title, meaning }) => (
                <th key={title} scope="col" className="pr-3 sm:pr-6 font-normal" title={meaning}>
                  {title}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {status.queues.map((queue) => (
              <tr key={queue.kind}>
                <th scope="row" className="pr-3 sm:pr-6 text-left font-medium">
                  {queue.kind}
                </th>
                {COLUMNS.map(({ title, cell }) => (
                  <td key={title} className="pr-3 sm:pr-6 tabular-nums">
                    {cell(queue)}
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </div>
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
