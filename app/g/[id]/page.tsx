import type { Metadata } from 'next';
import Link from 'next/link';
import { notFound } from 'next/navigation';
import { categoryTitle } from '@/app/components/categories';
import { CopyLink } from '@/app/components/copy-link';
import { JsonLd } from '@/app/components/json-ld';
import { origin } from '@/app/components/origin';
import { UnknownWords } from '@/app/components/unknown-words';
import { Verdict } from '@/app/components/verdict';
import { load } from './load';
import { Recipe } from './recipe';
import { Reproduce } from './reproduce';
import { Stars } from './stars';

export const dynamic = 'force-dynamic';

interface Props {
  params: Promise<{ id: string }>;
}

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { id } = await params;
  const generation = await load(id);
  if (!generation) return { title: 'No such picture' };
  const { prompt, model, seed, unlisted } = generation;
  const url = new URL(`/g/${id}`, await origin()).href;
  return {
    title: prompt.text,
    ...(unlisted ? { robots: { index: false } } : {}),
    description: `Painted by ${model.base.title} (${model.name}), seed ${seed}.`,
    openGraph: { title: prompt.text, type: 'article', url, siteName: 'Sarovar' },
    alternates: {
      canonical: url,
      types: { 'application/json+oembed': `/oembed?url=${encodeURIComponent(url)}` },
    },
  };
}

export default async function PermalinkPage({ params }: Props) {
  const { id } = await params;
  const generation = await load(id);
  if (!generation) notFound();
  const { prompt, model, enrichment } = generation;
  const [score] = generation.scores;
  const home = await origin();
  return (
    <article className="mt-4 grid gap-8 lg:grid-cols-2">
      {generation.imageUrl && (
        <JsonLd
          data={{
            '@type': 'ImageObject',
            contentUrl: new URL(generation.imageUrl, home).href,
            caption: prompt.text,
            width: generation.width,
            height: generation.height,
            dateCreated: generation.createdAt,
            creator: { '@type': 'SoftwareApplication', name: `${model.base.title}, ${model.name}` },
          }}
        />
      )}
      <div>
        {generation.imageUrl ? (
          <img
            src={generation.imageUrl}
            alt={`Painted from: ${prompt.text}`}
            width={512}
            height={512}
            className="card aspect-square w-full max-w-lg"
          />
        ) : (
          <p className="card p-6" role="status">
            {generation.error ??
              (generation.waitsForModel
                ? `This picture waits for a worker that has ${model.name}.`
                : `This picture is ${generation.status.toLowerCase()}.`)}
          </p>
        )}
      </div>
      <div className="space-y-4">
        <h1 className="text-2xl font-semibold text-balance">{prompt.text}</h1>
        <p className="quiet">
          <Link href={`/?category=${prompt.category}`} className="underline">
            {categoryTitle(prompt.category)}
          </Link>
        </p>
        {enrichment && (
          <p>
            <span className="quiet">Painted from the longer prompt:</span> {enrichment.text}
          </p>
        )}
        {generation.unlisted && (
          <p className="quiet text-sm">
            This picture is being voted on blind: it is in no list, and only this link leads to it.
          </p>
        )}
        <UnknownWords words={generation.unknownWords} />
        {generation.truncatedWords.length > 0 && (
          <p className="quiet text-sm">
            Too long for the text encoder; it did not read: {generation.truncatedWords.join(' ')}
          </p>
        )}
        {generation.imageUrl && (
          <div className="flex flex-wrap items-start gap-2">
            <Reproduce id={generation.id} />
            <a href={`/g/${id}/download`} className="button-quiet">
              Download with recipe
            </a>
          </div>
        )}
        <CopyLink what="this picture with its recipe" />
        {score && <Verdict score={score} />}
        {generation.imageUrl && !score && (
          <p className="quiet text-sm">
            No automatic score: the prompt names nothing that a scorer of this model knows.
          </p>
        )}
        {generation.imageUrl && <Stars id={generation.id} pictureKey={id} />}
        <h2 className="text-lg font-semibold">How it was made</h2>
        <Recipe generation={generation} />
      </div>
    </article>
  );
}
