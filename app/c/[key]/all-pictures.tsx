import Link from 'next/link';
import { areInPairs, mainPictures } from '@/app/components/main-pictures';
import { words } from '@/app/words/server';
import type { Loaded } from './load';
import { Row } from './rows';

type Picture = Loaded['generations'][number];

/** Everything that was painted: the methods first, checkpoints and controls folded, unless it is pairs; each noise a row of its own. */
export async function AllPictures({ comparison }: { readonly comparison: Loaded }) {
  const t = await words();
  const { generations, enrichment, sibling } = comparison;
  const inPairs = areInPairs(generations);
  const main = inPairs ? generations : mainPictures(generations);
  const others = generations.filter((picture) => !main.includes(picture));
  const seeds = [...new Set(generations.map(({ seed }) => seed))];
  const rows = (pictures: readonly Picture[]) =>
    seeds.map((seed, index) => (
      <Row
        key={seed}
        title={
          seeds.length > 1
            ? t('comparison.noiseOf', { number: index + 1, of: seeds.length })
            : undefined
        }
        pictures={pictures.filter((picture) => picture.seed === seed)}
        isPair={inPairs}
      />
    ));
  return (
    <section aria-labelledby="pictures">
      <h2 id="pictures" className="text-lg font-semibold">
        {enrichment && sibling ? t('comparison.longer') : t('comparison.pictures')}
      </h2>
      {inPairs && <p className="quiet text-sm">{t('comparison.inPairs')}</p>}
      {inPairs ? (
        <div className="grid gap-x-8 sm:grid-cols-2 lg:grid-cols-3">{rows(main)}</div>
      ) : (
        rows(main)
      )}
      {sibling && (
        <>
          <h2 className="mt-6 text-lg font-semibold">
            {enrichment ? t('comparison.short') : t('comparison.longer')}
          </h2>
          <Row pictures={mainPictures(sibling.generations)} />
          <p className="mt-2">
            <Link href={`/c/${sibling.key}`} className="link">
              {enrichment ? t('comparison.seeShort') : t('comparison.seeLonger')}
            </Link>
          </p>
        </>
      )}
      {others.length > 0 && (
        <details className="mt-4">
          <summary className="min-h-11 content-center font-medium">
            {t('comparison.variants', { count: others.length })}
          </summary>
          <p className="quiet text-sm">{t('comparison.variantsAre')}</p>
          {rows(others)}
        </details>
      )}
    </section>
  );
}
