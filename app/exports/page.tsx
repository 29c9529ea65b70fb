import type { Metadata } from 'next';
import { JsonLd } from '@/app/components/json-ld';
import { origin } from '@/app/components/origin';
import { TellApart } from '@/app/components/tell-apart';
import { AllToldApartDocument } from '@/app/components/tell-apart.documents';
import { query } from '@/app/execute';
import { PRIOR, THRESHOLD } from '@/lib/evaluation/ranking/prior';
import { DATASETS } from '@/lib/exports/datasets';

export const metadata: Metadata = {
  title: 'Data',
  description:
    'Votes, matchups, differences, pictures, prompts, longer prompts and models, for anybody.',
};

const LICENCE = 'https://creativecommons.org/publicdomain/zero/1.0/';

export default async function ExportsPage() {
  const home = await origin();
  const entries = Object.entries(DATASETS);
  const { tellApart } = await query(AllToldApartDocument);
  return (
    <article className="mt-4 max-w-3xl space-y-6">
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
      <h1 className="text-3xl font-semibold">Data</h1>
      <p>
        Everything that the results are made of, as JSON lines and as Parquet, as it is when you
        ask. What has not changed since you last downloaded it is not sent again to programs that
        keep its ETag, and what broke off goes on from there (Range).{' '}
        <a href="/exports/manifest.json" className="underline">
          manifest.json
        </a>{' '}
        has the SHA-256 of each file at that moment: keep it beside what you download, and say it in
        what you publish.
      </p>
      <section className="space-y-2">
        <h2 className="text-xl font-semibold">Datasheet</h2>
        <p>
          <strong>Why it was made.</strong> To measure whether a text-to-image model understands
          what a prompt says, by the judgement of people who are not told who painted what.
        </p>
        <p>
          <strong>How it was collected.</strong> Visitors of <code>/vote</code> judge two pictures
          of one prompt from the same noise, which no other pair has. By default the model that
          stands for each method takes part. Pairs are drawn where a vote tells most, mixed with a
          fifth of equal chances; each draw’s probability is in the data. Some pairs are repeated,
          and some have a known answer. Votes that were taken back are not in it, and those of
          implausible voters are marked.
        </p>
        <p>
          <strong>What is not asked.</strong> Pairs of pictures that look the same. How far each
          pair differs is in <code>differences</code>, and how many look the same is said below.
        </p>
        <p>
          <strong>Who is in it.</strong> Voters, by a name that leads nowhere. No address, browser
          or account is stored. Whoever asks to be forgotten is.
        </p>
        <p>
          <strong>What it is not.</strong> A sample of any population: whoever comes, votes. The
          voters may know the project. The seeds of pictures that are still voted on are left out,
          so that nobody can paint them and see who did.
        </p>
        <p>
          <strong>What is believed beforehand.</strong> The rankings that are made of the votes have
          a weak prior: strengths are normal around the average, with a standard deviation of{' '}
          {PRIOR.strength} natural logarithms of odds, and so is the logarithm of ν, with{' '}
          {PRIOR.ties}. A model has a rating from {THRESHOLD.decisive} votes for or against it, of{' '}
          {THRESHOLD.voters} voters, on.
        </p>
        <p>
          <strong>Licence.</strong> Votes, matchups and longer prompts:{' '}
          <a href={LICENCE} className="underline">
            CC0-1.0
          </a>
          . Each prompt and each model says its own.
        </p>
      </section>
      <TellApart pairs={tellApart} />
      {entries.map(([name, { about, columns }]) => (
        <section key={name} className="card p-4">
          <h2 className="text-xl font-semibold">{name}</h2>
          <p className="mt-1">{about}</p>
          <p className="mt-2 flex flex-wrap gap-2">
            {['jsonl', 'parquet'].map((format) => (
              <a key={format} href={`/exports/${name}.${format}`} className="button-quiet" download>
                {name}.{format}
              </a>
            ))}
          </p>
          <details className="mt-3">
            <summary className="cursor-pointer">{columns.length} columns</summary>
            <dl className="mt-2 grid gap-x-4 gap-y-1 text-sm sm:grid-cols-[auto_1fr]">
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
    </article>
  );
}
