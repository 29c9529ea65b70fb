import type { Metadata } from 'next';
import Link from 'next/link';
import { categoryTitle } from '@/app/components/categories';
import { deletedOrNotFound } from '@/app/components/deleted';
import { Fold } from '@/app/components/fold';
import { ReportThis } from '@/app/components/report-this';
import { MethodName } from '@/app/components/method-name';
import { ShareButton } from '@/app/components/share-button';
import { Stars } from '@/app/components/stars/stars';
import { LinkButton } from '@/app/components/ui/button';
import { PixelPicture } from '@/app/components/ui/pixel-picture';
import { messagesOf } from '@/app/words/messages';
import { MoreWords } from '@/app/words/provider';
import { readersLocale, readersModels, words } from '@/app/words/server';
import { JsonLd } from '@/app/components/json-ld';
import { oembedLink } from '@/app/components/oembed';
import { origin } from '@/app/components/origin';
import { UnknownWords } from '@/app/components/unknown-words';
import { Verdict } from '@/app/components/verdict';
import { load, type Permalink } from './load';
import { Hashes, Recipe } from './recipe';
import { Reproduce } from './reproduce';

export const dynamic = 'force-dynamic';

interface Props {
  params: Promise<{ id: string }>;
}

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { id } = await params;
  const [generation, t] = [await load(id), await words()];
  if (!generation) return { title: t('missing.picture'), robots: { index: false } };
  const { prompt, model, visibility } = generation;
  const { title } = (await readersModels())(model);
  const listed = visibility === 'VISIBLE' && prompt.visibility === 'VISIBLE';
  const url = new URL(`/g/${id}`, await origin()).href;
  return {
    ...(listed ? {} : { robots: { index: false } }),
    title: prompt.text,
    description: t('permalinks.painted', { base: model.base.title, title }),
    openGraph: { title: prompt.text, type: 'article', url, siteName: 'Sarovar' },
    alternates: { canonical: url, types: oembedLink(url) },
  };
}

export default async function PermalinkPage({ params }: Props) {
  const { id } = await params;
  const generation = await load(id);
  if (!generation) return deletedOrNotFound(id);
  const t = await words();
  const { prompt, model, enrichment, comparison, voteHref } = generation;
  const [score] = generation.scores;
  const { stars, again, reporting } = messagesOf(await readersLocale());
  const compares = comparison && comparison.generations.length > 1;
  return (
    <article
      className="mt-4 grid grid-cols-[minmax(0,1fr)] gap-8 lg:grid-cols-[minmax(0,32rem)_minmax(0,1fr)]"
      lang={await readersLocale()}
    >
      <StructuredData generation={generation} />
      <Painted generation={generation} />
      <div className="space-y-4">
        <h1 className="text-title font-semibold text-balance">{prompt.text}</h1>
        <div className="quiet">
          <Link href={`/?category=${prompt.category}`} className="underline">
            {categoryTitle(t, prompt.category)}
          </Link>{' '}
          · {t('picture.paintedBy')} <MethodName {...model} explained />
        </div>
        {enrichment && (
          <p>
            <span className="quiet">{t('picture.fromLonger')}</span> {enrichment.text}
          </p>
        )}
        <nav aria-label={t('comparison.actions')} className="action-bar">
          {compares && (
            <LinkButton href={`/c/${comparison.key}`}>{t('picture.compare')}</LinkButton>
          )}
          <LinkButton kind="quiet" href={`/create?picture=${id}`}>
            {t('sharing.remix')}
          </LinkButton>
          <LinkButton kind="quiet" href={voteHref}>
            {t('comparison.vote')}
          </LinkButton>
          <ShareButton title={prompt.text} />
        </nav>
        <UnknownWords words={generation.unknownWords} t={t} />
        {score && <Verdict score={score} />}
        {generation.truncatedWords.length > 0 && (
          <p className="quiet text-sm">
            {t('picture.tooLong', { words: generation.truncatedWords.join(' ') })}
          </p>
        )}
        {generation.imageUrl && !score && model.base.scorers.length > 0 && (
          <p className="quiet text-sm">{t('picture.noScore')}</p>
        )}
        {generation.imageUrl && (
          <section aria-labelledby="stars">
            <h2 id="stars" className="text-lg font-semibold">
              {t('stars.title')}
            </h2>
            <MoreWords words={{ stars }}>
              <Stars id={generation.id} pictureKey={id} />
            </MoreWords>
          </section>
        )}
        {generation.imageUrl && (
          <div className="flex flex-wrap items-start gap-2">
            <MoreWords words={{ again }}>
              <Reproduce id={generation.id} />
            </MoreWords>
            <a href={`/g/${id}/download`} className="button-quiet">
              {t('picture.download')}
            </a>
          </div>
        )}
        <div>
          <Fold title={t('picture.recipe')}>
            <Recipe generation={generation} />
          </Fold>
          <Fold title={t('picture.verify')}>
            <Hashes generation={generation} />
          </Fold>
        </div>
        <MoreWords words={{ reporting }}>
          <ReportThis id={generation.id} what="picture" />
        </MoreWords>
      </div>
    </article>
  );
}

interface OfPicture {
  readonly generation: Permalink;
}

/** The picture, or why there is none. */
async function Painted({ generation }: OfPicture) {
  const t = await words();
  const { imageUrl, width, height, prompt, model, error, waitsForModel, status } = generation;
  if (imageUrl) {
    const alt = t('picture.paintedFrom', { prompt: prompt.text });
    return (
      <div className="rounded-box max-w-lg self-start overflow-hidden lg:sticky lg:top-4">
        <PixelPicture {...{ src: imageUrl, alt, width, height }} eager />
      </div>
    );
  }
  const { title } = (await readersModels())(model);
  return (
    <p className="card self-start p-6" role="status">
      {error ??
        (waitsForModel ? t('picture.waits', { model: title }) : t(`picture.status.${status}`))}
    </p>
  );
}

/** What search engines and archives are told. */
async function StructuredData({ generation }: OfPicture) {
  const { imageUrl, prompt, model, width, height, createdAt } = generation;
  if (!imageUrl) return null;
  return (
    <JsonLd
      data={{
        '@type': 'ImageObject',
        contentUrl: new URL(imageUrl, await origin()).href,
        caption: prompt.text,
        width,
        height,
        dateCreated: createdAt,
        creator: { '@type': 'SoftwareApplication', name: `${model.base.title}, ${model.name}` },
      }}
    />
  );
}
