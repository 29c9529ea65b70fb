import type { Metadata } from 'next';
import Link from 'next/link';
import { query, queryAsVisitor } from '@/app/execute';
import { readersLocale, words } from '@/app/words/server';
import { byMethod } from '@/lib/methods';
import { chiefsOf } from '@/lib/methods/model-names';
import { LIMITS } from '@/lib/studio/picture-limits';
import { readAddress } from './address';
import type { Offer } from './choices';
import { Create } from './create';
import { CreateDocument, type CreateQuery } from './create.documents';
import { lookUp } from './found';

export const dynamic = 'force-dynamic';

export async function generateMetadata(): Promise<Metadata> {
  const t = await words();
  return { title: t('nav.create'), description: t('create.intro') };
}

/** Each base once, and its models with which of them stand for their methods. */
function offerOf(models: CreateQuery['models']): Offer {
  const sorted = models.toSorted(byMethod);
  // The first is the one that is taken where nobody says another.
  const bases = [...new Map(sorted.map(({ base }) => [base.name, base])).values()].sort(
    (a, b) => Number(b.isDefault) - Number(a.isDefault),
  );
  const standing = new Set(
    bases.flatMap(({ name }) => {
      const own = sorted.filter(({ base }) => base.name === name);
      return chiefsOf(own).map(({ id }) => id);
    }),
  );
  return {
    bases,
    models: sorted.map(({ base, ...model }) => ({
      ...model,
      base: base.name,
      isDefault: standing.has(model.id),
    })),
  };
}

interface Props {
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}

export default async function CreatePage({ searchParams }: Props) {
  const said = Object.entries(await searchParams).flatMap(([name, value]) =>
    value === undefined ? [] : [[name, String(value)]],
  );
  const [t, locale] = [await words(), await readersLocale()];
  const { status, schedulers, methods, models } = await query(CreateDocument);
  const offer = offerOf(models);
  const found = await lookUp(readAddress(new URLSearchParams(said), offer), queryAsVisitor);
  return (
    <div lang={locale}>
      <h1 className="sr-only">{t('nav.create')}</h1>
      <noscript>
        <div className="card mb-4 space-y-3 p-4">
          <p>{t('create.noScript')}</p>
          <Link href="/" className="button">
            {t('front.gallery')}
          </Link>
        </div>
      </noscript>
      <Create
        offer={offer}
        methods={methods}
        schedulers={schedulers}
        limits={LIMITS}
        found={found}
        notes={
          <div className="quiet space-y-1 text-sm">
            {status.sendsTexts && <p>{t('create.sendsTexts')}</p>}
            <p>
              {t.rich('create.licence', {
                licence: (chunks) => (
                  <a
                    href="https://creativecommons.org/publicdomain/zero/1.0/"
                    rel="license"
                    className="link"
                  >
                    {chunks}
                  </a>
                ),
                privacy: (chunks) => (
                  <Link href="/privacy" className="link">
                    {chunks}
                  </Link>
                ),
                yours: (chunks) => (
                  <Link href="/yours" className="link">
                    {chunks}
                  </Link>
                ),
              })}
            </p>
          </div>
        }
      />
    </div>
  );
}
