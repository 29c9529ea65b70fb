import type { Metadata } from 'next';
import Link from 'next/link';
import { query } from '@/app/execute';
import { b, code } from '@/app/components/marked';
import { readersLocale, words } from '@/app/words/server';
import { PrivacyDocument } from './privacy.documents';
import type { PrivacyQuery } from './privacy.documents';

export const dynamic = 'force-dynamic';

export async function generateMetadata(): Promise<Metadata> {
  const t = await words();
  return { title: t('nav.privacy'), description: t('privacy.description') };
}

type Datum = PrivacyQuery['personalData'][number];

/** The columns of each table, in the schema's order. */
function byModel(data: readonly Datum[]): [string, Datum[]][] {
  const models = [...new Set(data.map(({ model }) => model))];
  return models.map((model) => [model, data.filter((one) => one.model === model)]);
}

export default async function PrivacyPage() {
  const { personalData, signIn } = await query(PrivacyDocument);
  const t = await words();
  return (
    <article className="mt-4 max-w-3xl space-y-6" lang={await readersLocale()}>
      <h1 className="text-title font-semibold">{t('nav.privacy')}</h1>
      <p>
        {t.rich('privacy.intro', {
          yours: (said) => (
            <Link key="yours" href="/yours" className="underline">
              {said}
            </Link>
          ),
        })}
      </p>
      <section className="space-y-2">
        <h2 className="text-xl font-semibold">{t('privacy.browser')}</h2>
        <p>{t.rich('privacy.cookie', { b, code })}</p>
        {signIn && (
          <p>{t.rich('privacy.signIn', { b, voter: code, curator: code, name: signIn.name })}</p>
        )}
        <p>{t.rich('privacy.theme', { b })}</p>
        <p>{t.rich('privacy.painted', { b })}</p>
        <p>{t.rich('privacy.unsent', { b })}</p>
      </section>
      <section className="space-y-2">
        <h2 className="text-xl font-semibold">{t('privacy.network')}</h2>
        <p>{t('privacy.networkIs')}</p>
      </section>
      <section className="space-y-2">
        <h2 className="text-xl font-semibold">{t('privacy.published')}</h2>
        <p>
          {t.rich('privacy.publishedIs', {
            licence: (said) => (
              <a
                key="licence"
                href="https://creativecommons.org/publicdomain/zero/1.0/"
                className="underline"
                rel="license"
              >
                {said}
              </a>
            ),
          })}
        </p>
      </section>
      <section className="space-y-2">
        <h2 className="text-xl font-semibold">{t('privacy.logs')}</h2>
        <p>{t('privacy.logsAre')}</p>
      </section>
      <section className="space-y-4">
        <h2 className="text-xl font-semibold">{t('privacy.database')}</h2>
        <p>{t('privacy.databaseIs')}</p>
        {byModel(personalData).map(([model, data]) => (
          <section key={model} aria-labelledby={model} className="card p-4" lang="en">
            <h3 id={model} className="font-semibold">
              <code>{model}</code>
            </h3>
            <p className="quiet text-sm">{data[0]?.about}</p>
            <dl className="mt-2 space-y-2">
              {data.map(({ field, purpose, kept }) => (
                <div key={field}>
                  <dt>
                    <code className="text-sm">{field}</code>
                  </dt>
                  <dd>
                    {purpose}.{' '}
                    <span className="quiet">
                      Kept: <span className="wrap-anywhere">{kept}</span>.
                    </span>
                  </dd>
                </div>
              ))}
            </dl>
          </section>
        ))}
      </section>
    </article>
  );
}
