import type { Metadata } from 'next';
import Link from 'next/link';
import { query } from '@/app/execute';
import { PrivacyDocument } from './privacy.documents';
import type { PrivacyQuery } from './privacy.documents';

export const dynamic = 'force-dynamic';
export const metadata: Metadata = {
  title: 'Privacy',
  description: 'What is stored of whoever comes here, what for, how long, and how to end it.',
};

type Datum = PrivacyQuery['personalData'][number];

/** The columns of each table, in the schema's order. */
function byModel(data: readonly Datum[]): [string, Datum[]][] {
  const models = [...new Set(data.map(({ model }) => model))];
  return models.map((model) => [model, data.filter((one) => one.model === model)]);
}

export default async function PrivacyPage() {
  const { personalData, signIn } = await query(PrivacyDocument);
  return (
    <article className="mt-4 max-w-3xl space-y-6">
      <h1 className="text-3xl font-semibold">Privacy</h1>
      <p>
        No account, no advertising, no counting of visits, nothing from other servers: whoever only
        reads leaves nothing here. Whoever votes or asks for pictures is known by one cookie. At{' '}
        <Link href="/yours" className="underline">
          Yours
        </Link>{' '}
        you see, download and delete what is stored, and can be forgotten.
      </p>
      <section className="space-y-2">
        <h2 className="text-xl font-semibold">In your browser</h2>
        <p>
          <strong>One cookie</strong>, <code>sarovar-voter</code>: a random name with our signature,
          so that nobody can make one up. It is set when you first open a pair to vote on, or ask
          for something, and stays for a year, or until you are forgotten. Scripts cannot read it,
          and other sites’ pages cannot send it along with what they ask for.
        </p>
        {signIn && (
          <p>
            <strong>If you sign in</strong> with {signIn.name}, which nobody has to:{' '}
            <code>sarovar-sign-in</code> for ten minutes at most, while you are there, and of
            curators <code>sarovar-curator</code> for eight hours. Your name and mail address are
            not asked for.
          </p>
        )}
        <p>
          <strong>The theme</strong> that you chose, light or dark, and a curator’s token for as
          long as their tab is open: these stay in the browser.
        </p>
        <p>
          <strong>What you painted last</strong>: the prompts and addresses of thirty paintings, so
          that Create can list them. It stays in the browser until you clear the list there, or are
          forgotten.
        </p>
        <p>
          <strong>Answers that could not be sent</strong> while the network was away, until it is
          back or you are forgotten; and how you like Vote: side by side or not, with keys or not.
          These stay in the browser, too.
        </p>
      </section>
      <section className="space-y-2">
        <h2 className="text-xl font-semibold">Your network</h2>
        <p>
          Addresses are stored nowhere. To keep scripts from taking all there is, it is counted how
          much comes from a network: an address, or the first half of one in IPv6. It is stored as a
          hash under a key of the day. The key is destroyed with the day; then nobody, we included,
          can tell which network a hash is of.
        </p>
      </section>
      <section className="space-y-2">
        <h2 className="text-xl font-semibold">What is published</h2>
        <p>
          Prompts, longer prompts and pictures that you ask for are public, with their recipes, and
          anybody may use them (
          <a
            href="https://creativecommons.org/publicdomain/zero/1.0/"
            className="underline"
            rel="license"
          >
            CC0 1.0
          </a>
          , within what the licence of the model’s weights asks for). Votes are published once
          nobody is shown their pictures any more, under a name that leads nowhere. Who asked for
          something is never published. Do not write, or bring pictures of, what must not be public;
          what others have downloaded we cannot take back.
        </p>
      </section>
      <section className="space-y-2">
        <h2 className="text-xl font-semibold">Logs</h2>
        <p>
          No request is logged, and no address. A fault is logged with what went wrong, in which
          words of a prompt can be; the tests for implausible votes log the public name of a voter
          that they set aside, with how they voted. How long logs are kept its operator decides, and
          a server before this one may keep its own.
        </p>
      </section>
      <section className="space-y-4">
        <h2 className="text-xl font-semibold">In the database</h2>
        <p>
          All that is stored of people, column by column. This list is made from the database’s own
          schema.
        </p>
        {byModel(personalData).map(([model, data]) => (
          <section key={model} aria-labelledby={model} className="card p-4">
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
