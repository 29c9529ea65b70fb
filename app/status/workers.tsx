import { MethodName } from '@/app/components/method-name';
import { Moment } from '@/app/components/moment';
import { words } from '@/app/words/server';
import type { StatusQuery } from './status.documents';

type Worker = StatusQuery['status']['workers'][number];

/** Which workers run, on what, since when, and what each paints with. */
export async function Workers({ workers }: { readonly workers: readonly Worker[] }) {
  const t = await words();
  if (workers.length === 0) return <p className="card mt-3 p-4">{t('statusPage.noWorkers')}</p>;
  return (
    <ul className="mt-3 space-y-3">
      {workers.map(({ startedAt, device, models, writes }) => (
        <li key={startedAt} className="card space-y-2 p-4">
          <p className="flex flex-wrap justify-between gap-x-4">
            <span className="font-semibold">{device}</span>
            <span className="quiet text-sm">
              {t('statusPage.since')} <Moment at={startedAt} />
            </span>
          </p>
          {[...new Set(models.map(({ base }) => base.title))].map((title) => (
            <div key={title} className="text-sm">
              <p className="quiet">{t('statusPage.paintsWith', { base: title })}</p>
              <ul className="flex flex-wrap gap-x-5 gap-y-1">
                {models
                  .filter(({ base }) => base.title === title)
                  .map((model) => (
                    <li key={model.id}>
                      <MethodName {...model} />
                    </li>
                  ))}
              </ul>
            </div>
          ))}
          {writes && <p className="text-sm">{t('statusPage.writes')}</p>}
          {!writes && models.length === 0 && (
            <p className="quiet text-sm">{t('statusPage.hasNothing')}</p>
          )}
        </li>
      ))}
    </ul>
  );
}
