import type { Metadata } from 'next';
import { JsonLd } from '@/app/components/json-ld';
import { b, code } from '@/app/components/marked';
import { origin } from '@/app/components/origin';
import { TellApart } from '@/app/components/tell-apart';
import { AllToldApartDocument } from '@/app/components/tell-apart.documents';
import { query } from '@/app/execute';
import { readersLocale, words } from '@/app/words/server';
import { PRIOR, THRESHOLD } from '@/lib/evaluation/ranking/prior';
import { DATASETS } from '@/lib/exports/datasets';

export async function generateMetadata(): Promise<Metadata> {
  const t = await words();
  return { title: t('nav.data'), description: t('data.description') };
}

const LICENCE = 'https://creativecommons.org/publicdomain/zero/1.0/';

export default async function ExportsPage() {
  const home = await origin();
  const t = await words();
  const entries = Object.entries(DATASETS);
  const { tellApart } = await query(AllToldApartDocument);
  return (
    <article className="mt-4 max-w-3xl space-y-6" lang={await readersLocale()}>
      <JsonLd
        data={{
          '@type': 'Dataset',
          name: 'Sarovar: blind votes on text-to-image conditioning',
          description:
            'Blind pairwise votes on pictures by several conditioning methods of one model.',
          license: LICENCE,
          distribution: entries.map(([name]) => ({
            '@type': 'DataDownload',
            encodingFormat: 'application/jsonl',
            contentUrl: new URL(`/exports/${name}.jsonl`, home).href,
          })),
        }}
      />
      <h1 className="text-title font-semibold">{t('nav.data')}</h1>
      <p>
        {t.rich('data.intro', {
          manifest: (said) => (
            <a key="manifest" href="/exports/manifest.json" className="underline">
              {said}
            </a>
          ),
        })}
      </p>
      {entries.map(([name, { about, columns }]) => (
        <section key={name} className="card p-4">
          <h2 className="text-xl font-semibold">{name}</h2>
          <p className="mt-1" lang="en">
            {about}
          </p>
          <p className="mt-2 flex flex-wrap gap-2">
            {['jsonl', 'parquet'].map((format) => (
              <a key={format} href={`/exports/${name}.${format}`} className="button-quiet" download>
                <span className="sr-only">{name}</span>.{format}
              </a>
            ))}
          </p>
          <details className="mt-3">
            <summary className="cursor-pointer">
              {t('data.columns', { count: columns.length })}
            </summary>
            <dl lang="en" className="mt-2 grid gap-x-4 gap-y-1 text-sm sm:grid-cols-[auto_1fr]">
              {columns.map((column) => (
                <div key={column.name} className="contents">
                  <dt>
                    <code>{column.name}</code>{' '}
                    <span className="quiet text-xs">{column.type.toLowerCase()}</span>
                  </dt>
                  <dd className="quiet mb-1 sm:mb-0">{column.about}</dd>
                </div>
              ))}
            </dl>
          </details>
        </section>
      ))}
      <section className="space-y-2">
        <h2 className="text-xl font-semibold">{t('data.sheet')}</h2>
        <p>{t.rich('data.why', { b })}</p>
        <p>{t.rich('data.how', { b, code })}</p>
        <p>{t.rich('data.notAsked', { b, code })}</p>
        <p>{t.rich('data.who', { b })}</p>
        <p>{t.rich('data.isNot', { b })}</p>
        <p>{t.rich('data.prior', { b, ...PRIOR, ...THRESHOLD })}</p>
        <p>
          {t.rich('data.licence', {
            b,
            licence: (said) => (
              <a key="licence" href={LICENCE} className="underline">
                {said}
              </a>
            ),
          })}
        </p>
      </section>
      <TellApart pairs={tellApart} />
    </article>
  );
}
