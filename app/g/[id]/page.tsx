import type { Metadata } from 'next';
import Link from 'next/link';
import { notFound } from 'next/navigation';
import { cache } from 'react';
import { z } from 'zod';
import { categoryTitle } from '@/app/components/categories';
import { CopyLink } from '@/app/components/copy-link';
import { JsonLd } from '@/app/components/json-ld';
import { origin } from '@/app/components/origin';
import { UnknownWords } from '@/app/components/unknown-words';
import { SCORE_FIELDS, scoreShape, Verdict } from '@/app/components/verdict';
import { query } from '@/app/execute';
import { Reproduce } from './reproduce';
import { Stars } from './stars';

export const dynamic = 'force-dynamic';

const PERMALINK = /* GraphQL */ `
  query Permalink($key: String!) {
    generation(key: $key) {
      id
      unlisted
      status
      error
      imageUrl
      imageSha256
      pixelsSha256
      seed
      steps
      guidanceScale
      guidanceRescale
      scheduler
      noise
      width
      height
      negativePrompt
      device
      durationMs
      createdAt
      runtime
      unknownWords
      truncatedWords
      prompt {
        text
        category
        licence
      }
      enrichment {
        text
        llm
        templateName
        templateVersion
        seed
        drafts
        mended {
          text
        }
      }
      model {
        name
        method
        weightsSha256
        status
        base {
          title
          licence
        }
      }
      scores {
        ${SCORE_FIELDS}
      }
    }
  }
`;

const shape = z.object({
  generation: z
    .object({
      id: z.string(),
      unlisted: z.boolean(),
      status: z.string(),
      error: z.string().nullable(),
      imageUrl: z.string().nullable(),
      imageSha256: z.string().nullable(),
      pixelsSha256: z.string().nullable(),
      seed: z.string(),
      steps: z.number(),
      guidanceScale: z.number(),
      guidanceRescale: z.number(),
      scheduler: z.string(),
      noise: z.string(),
      width: z.number(),
      height: z.number(),
      negativePrompt: z.string(),
      device: z.string().nullable(),
      durationMs: z.number().nullable(),
      createdAt: z.string(),
      runtime: z.record(z.string(), z.string()).nullable(),
      unknownWords: z.array(z.string()),
      truncatedWords: z.array(z.string()),
      prompt: z.object({ text: z.string(), category: z.string(), licence: z.string() }),
      enrichment: z
        .object({
          text: z.string(),
          llm: z.string().nullable(),
          templateName: z.string().nullable(),
          templateVersion: z.number().nullable(),
          seed: z.number(),
          drafts: z.number(),
          mended: z.array(z.object({ text: z.string() })),
        })
        .nullable(),
      model: z.object({
        name: z.string(),
        method: z.string(),
        weightsSha256: z.string(),
        status: z.string(),
        base: z.object({ title: z.string(), licence: z.string() }),
      }),
      scores: z.array(scoreShape),
    })
    .nullable(),
});

const load = cache(async (key: string) => (await query(PERMALINK, shape, { key })).generation);

/** Who wrote the longer prompt, and how to have it written again. */
function enrichedBy({
  llm,
  templateName,
  templateVersion,
  seed,
  drafts,
  mended,
}: NonNullable<NonNullable<Awaited<ReturnType<typeof load>>>['enrichment']>): string {
  if (!llm) return 'a person';
  const lost = mended.map(({ text }) => text).join(', ');
  const template = `template ${templateName ?? '?'} ${templateVersion ?? '?'}, seed ${seed}`;
  return `${llm}, ${template}, draft ${drafts}${lost ? `, mended: ${lost}` : ''}`;
}

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
  const recipe: readonly (readonly [string, string])[] = [
    [
      'Model',
      `${model.base.title}, ${model.name}${model.status === 'RETIRED' ? ' (retired)' : ''}`,
    ],
    ...(enrichment ? [['Longer prompt by', enrichedBy(enrichment)] as const] : []),
    ['Seed', generation.seed],
    ['Steps', String(generation.steps)],
    ['Guidance scale', String(generation.guidanceScale)],
    ['Guidance rescale', String(generation.guidanceRescale)],
    ['Scheduler', generation.scheduler],
    ['Noise', generation.noise],
    ['Size', `${generation.width} × ${generation.height}`],
    ['Negative prompt', generation.negativePrompt || '–'],
    ['Device', generation.device ?? '–'],
    ['Runtime', Object.values(generation.runtime ?? {}).join(', ') || '–'],
    [
      'Time',
      generation.durationMs === null ? '–' : `${(generation.durationMs / 1000).toFixed(2)} s`,
    ],
    ['Painted', generation.createdAt.replace('T', ' ').slice(0, 19)],
    ['Weights SHA-256', model.weightsSha256],
    ['Image SHA-256', generation.imageSha256 ?? '–'],
    ['Pixels SHA-256', generation.pixelsSha256 ?? '–'],
    ['Licences', `prompt ${prompt.licence}, weights ${model.base.licence}`],
  ];

  return (
    <article className="mt-4 grid gap-8 lg:grid-cols-2">
      {generation.imageUrl && (
        <JsonLd
          data={{
            '@type': 'ImageObject',
            contentUrl: new URL(generation.imageUrl, home).href,
            ...{ caption: prompt.text, width: generation.width, height: generation.height },
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
            {generation.error ?? `This picture is ${generation.status.toLowerCase()}.`}
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
        <dl className="grid grid-cols-[auto_1fr] gap-x-4 gap-y-1 text-sm">
          {recipe.map(([term, value]) => (
            <div key={term} className="contents">
              <dt className="quiet">{term}</dt>
              <dd className="break-all">{value}</dd>
            </div>
          ))}
        </dl>
      </div>
    </article>
  );
}
