import type { Metadata } from 'next';
import Link from 'next/link';
import { categoryTitle } from '@/app/components/categories';
import { deletedOrNotFound } from '@/app/components/deleted';
import { HiddenPictures } from '@/app/components/hidden-pictures';
import { areInPairs, mainPictures, ofOneNoise } from '@/app/components/main-pictures';
import { oembedLink } from '@/app/components/oembed';
import { origin } from '@/app/components/origin';
import { Refresh } from '@/app/components/refresh';
import { ReportThis } from '@/app/components/report-this';
import { ShareButton } from '@/app/components/share-button';
import { LinkButton } from '@/app/components/ui/button';
import { PixelPicture } from '@/app/components/ui/pixel-picture';
import { messagesOf } from '@/app/words/messages';
import { MoreWords } from '@/app/words/provider';
import { readersLocale, readersModels, words } from '@/app/words/server';
import { AllPictures } from './all-pictures';
import { Details } from './details';
import { FactTable } from './fact-table';
import { FoundPrompt } from './found-prompt';
import { GiveStars } from './give-stars';
import { load, type Loaded } from './load';
import { Viewer } from './viewer/viewer';
import { WhoWon } from './who-won';

export const dynamic = 'force-dynamic';

interface Props {
  params: Promise<{ key: string }>;
}

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { key } = await params;
  const [comparison, t] = [await load(key), await words()];
  if (!comparison) return { title: t('missing.comparison'), robots: { index: false } };
  const title = t('permalinks.compared', { prompt: comparison.prompt.text });
  const titleOf = await readersModels();
  const names = [...new Set(comparison.generations.map(({ model }) => titleOf(model).title))];
  const how = areInPairs(comparison.generations) ? 'pairs' : 'all';
  const url = new URL(`/c/${key}`, await origin()).href;
  return {
    title,
    description: t('permalinks.comparedHow', { how, names: names.join(', ') }),
    openGraph: { title, type: 'article', url, siteName: 'Sarovar' },
    alternates: { canonical: url, types: oembedLink(url) },
    ...(comparison.prompt.visibility === 'VISIBLE' ? {} : { robots: { index: false } }),
  };
}

export default async function ComparisonPage({ params }: Props) {
  const { key } = await params;
  const comparison = await load(key);
  if (!comparison) return deletedOrNotFound(key);
  const t = await words();
  const { prompt, enrichment, generations, hidden, votes, voteHref } = comparison;
  const finished = generations.flatMap(({ imageUrl, ...own }) =>
    imageUrl === null ? [] : { ...own, imageUrl },
  );
  const { reporting, stars } = messagesOf(await readersLocale());
  const main = mainPictures(ofOneNoise(finished));
  const scored = main.flatMap(({ scores: [score], ...own }) => (score ? { ...own, score } : []));
  const mainNames = new Set(mainPictures(finished).map(({ model }) => model.name));
  const between = votes.filter(
    ({ first, second }) => mainNames.has(first.name) && mainNames.has(second.name),
  );
  return (
    <article className="mt-4 space-y-8" lang={await readersLocale()}>
      <header>
        <FoundPrompt prompt={prompt.text} scores={scored.map(({ score }) => score)} />
        <p className="quiet mt-2">
          <Link href={`/?category=${prompt.category}`} className="underline">
            {categoryTitle(t, prompt.category)}
          </Link>
        </p>
        {enrichment && (
          <p className="max-w-text mt-2">
            <span className="quiet">{t('comparison.fromLonger')}</span> {enrichment.text}
          </p>
        )}
        <Waiting generations={generations} />
        <nav aria-label={t('comparison.actions')} className="action-bar mt-4">
          <LinkButton href={voteHref}>{t('comparison.vote')}</LinkButton>
          <LinkButton kind="quiet" href={`/create?from=${key}`}>
            {t('sharing.remix')}
          </LinkButton>
          <ShareButton title={prompt.text} />
          {finished.length > 0 && (
            <a href={`/c/${key}/download`} className="button-quiet" download>
              {t('comparison.download')}
            </a>
          )}
        </nav>
      </header>
      <div className="grid grid-cols-[minmax(0,1fr)] gap-8 lg:grid-cols-[minmax(0,32rem)_minmax(0,1fr)]">
        <Pictures finished={finished} main={main} />
        <div className="space-y-6">
          <FactTable pictures={scored} />
          {finished.length > 1 && (
            <WhoWon votes={between.length > 0 ? between : votes} voteHref={voteHref} />
          )}
          {main.length > 0 && (
            <MoreWords words={{ stars }}>
              <GiveStars
                pictures={main.map(({ id, key: own, model }) => ({ id, key: own, model }))}
              />
            </MoreWords>
          )}
        </div>
      </div>
      <AllPictures comparison={comparison} />
      <HiddenPictures count={hidden} />
      {prompt.visibility === 'UNLISTED' && (
        <p className="quiet text-sm">{t('comparison.unlisted')}</p>
      )}
      <Details comparison={comparison} home={await origin()} />
      <MoreWords words={{ reporting }}>
        <ReportThis id={enrichment?.id ?? prompt.id} what="prompt" />
      </MoreWords>
    </article>
  );
}

type Finished = Loaded['generations'][number] & { readonly imageUrl: string };

interface PicturesProps {
  readonly finished: readonly Finished[];
  readonly main: readonly Finished[];
}

/** Two pictures to compare; the only one where there is one. */
async function Pictures({ finished, main }: PicturesProps) {
  const t = await words();
  const titleOf = await readersModels();
  const [first] = main;
  if (!first) return <p className="quiet">{t('comparison.noneYet')}</p>;
  const ofSeed = finished.filter(({ seed }) => seed === first.seed);
  const second = main.at(-1) === first ? ofSeed.find((own) => own !== first) : main.at(-1);
  const shown = ({ key, imageUrl, width, height, seed, model }: Finished) => ({
    key,
    imageUrl,
    width,
    height,
    seed,
    model,
  });
  if (!second) {
    const { imageUrl, width, height, model } = first;
    const alt = t('comparison.paintedAlone', { name: titleOf(model).title });
    return <PixelPicture {...{ src: imageUrl, width, height, alt }} eager />;
  }
  return (
    <div>
      <Viewer pictures={finished.map(shown)} first={shown(first)} second={shown(second)} />
      <noscript>
        <p className="mt-2 grid grid-cols-2 gap-2 text-center text-sm">
          <span>{titleOf(first.model).title}</span> <span>{titleOf(second.model).title}</span>
        </p>
      </noscript>
    </div>
  );
}

/** Says what is not painted yet, and why. */
async function Waiting({ generations }: Pick<Loaded, 'generations'>) {
  const t = await words();
  const titleOf = await readersModels();
  if (!generations.some(({ status }) => status === 'QUEUED' || status === 'RUNNING')) return null;
  const absent = generations.filter(({ waitsForModel }) => waitsForModel);
  const models = [...new Set(absent.map(({ model }) => titleOf(model).title))].join(', ');
  return (
    <p role="status" className="quiet mt-2">
      {models ? t('comparison.waitFor', { models }) : t('comparison.painting')}
      <Refresh />
    </p>
  );
}
