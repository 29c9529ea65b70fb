import type { Metadata } from 'next';
import { MethodName } from '@/app/components/method-name';
import { Moment } from '@/app/components/moment';
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

/** What is said of a queue, and in which words. */
const SAID: readonly { readonly words: string; readonly of: (queue: Queue) => number | string }[] =
  [
    { words: 'Waiting', of: ({ waiting }) => waiting },
    { words: 'Being made', of: ({ running }) => running },
    {
      words: 'Longest that a visitor waits just now',
      of: ({ oldestWaitSeconds }) => lasting(oldestWaitSeconds),
    },
    { words: 'Finished in the last hour', of: ({ finishedLastHour }) => finishedLastHour },
    {
      words: 'Half of the visitors waited less than',
      of: ({ waitSeconds }) => lasting(waitSeconds),
    },
    { words: 'Half of them took less than', of: ({ runSeconds }) => lasting(runSeconds) },
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
  const { status, models } = await query(StatusDocument);
  return (
    <>
      <Refresh />
      <h1 className="mt-4 text-3xl font-semibold">Status</h1>
      <table className="mt-4 text-sm">
        <thead>
          <tr className="quiet text-right">
            <td />
            {status.queues.map(({ kind }) => (
              <th key={kind} scope="col" className="pl-4 font-normal">
                {kind}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {SAID.map(({ words, of }) => (
            <tr key={words}>
              <th scope="row" className="text-left font-normal">
                {words}
              </th>
              {status.queues.map((queue) => (
                <td key={queue.kind} className="pl-4 text-right tabular-nums">
                  {of(queue)}
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
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
                since <Moment at={worker.startedAt} />
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
              {model.base.title}, <MethodName {...model} explained />
            </span>
            <span className="quiet block text-sm">
              {model.status.toLowerCase()}
              {!model.atHand && ' · not at hand: no worker has it'} · licence {model.base.licence}
            </span>
            <code className="quiet block text-xs break-all">{model.weightsSha256}</code>
          </li>
        ))}
      </ul>
    </>
  );
}
