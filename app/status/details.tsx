import { Fold } from '@/app/components/fold';
import { versionsOf } from '@/app/components/runtime';
import { words } from '@/app/words/server';
import type { StatusQuery } from './status.documents';

type Worker = StatusQuery['status']['workers'][number];

interface Props {
  readonly workers: readonly Worker[];
  readonly models: StatusQuery['models'];
}

/** What operators ask about: versions, what each worker has by the names of the API, and the hashes of weights. */
export async function Details({ workers, models }: Props) {
  const t = await words();
  return (
    <Fold title={t('statusPage.details')}>
      <div className="space-y-6 text-sm">
        {workers.length > 0 && (
          <div>
            <h3 className="font-semibold">{t('statusPage.versions')}</h3>
            <ul className="mt-1 space-y-2">
              {workers.map((worker) => (
                <li key={worker.startedAt}>
                  <span className="block">{worker.device}</span>
                  <span className="quiet block">
                    {Object.entries(versionsOf(worker.runtime))
                      .map(([name, version]) => `${name} ${version}`)
                      .join(', ')}
                  </span>
                  <span className="quiet block">{has(t, worker)}</span>
                </li>
              ))}
            </ul>
          </div>
        )}
        {models.length > 0 && (
          <div>
            <h3 className="font-semibold">{t('statusPage.weights')}</h3>
            <ul className="mt-1 space-y-2">
              {models.map(({ id, name, base, weightsSha256 }) => (
                <li key={id}>
                  <span className="block">
                    {base.title}, {name} ·{' '}
                    <span className="quiet">
                      {t('statusPage.licence', { licence: base.licence })}
                    </span>
                  </span>
                  <code className="quiet block text-xs break-all">{weightsSha256}</code>
                </li>
              ))}
            </ul>
          </div>
        )}
      </div>
    </Fold>
  );
}

/** What a worker paints with, base by base, and whether it writes. */
function has(t: Awaited<ReturnType<typeof words>>, { models, writes }: Worker): string {
  const titles = [...new Set(models.map(({ base }) => base.title))];
  const paints = titles
    .map((title) => {
      const names = models.filter(({ base }) => base.title === title).map(({ name }) => name);
      return `${title}: ${names.join(', ')}`;
    })
    .join('; ');
  if (paints === '') return writes ? t('statusPage.onlyWrites') : t('statusPage.hasNothing');
  return writes ? t('statusPage.hasAndWrites', { models: paints }) : paints;
}
