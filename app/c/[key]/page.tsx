import type { Metadata } from 'next';
import Link from 'next/link';
import { notFound } from 'next/navigation';
import { byKey } from '@/app/components/by-key';
import { categoryTitle } from '@/app/components/categories';
import { CopyLink } from '@/app/components/copy-link';
import { origin } from '@/app/components/origin';
import { Refresh } from '@/app/components/refresh';
import { query } from '@/app/execute';
import { ComparisonDocument } from './comparison.documents';

export const dynamic = 'force-dynamic';

const load = byKey(async (key) => (await query(ComparisonDocument, { key })).comparison);

interface Props {
  params: Promise<{ key: string }>;
}

export async function generateMetadata({ params }: Props): Promise<Metadata> {
  const { key } = await params;
  const comparison = await load(key);
  if (!comparison) return { title: 'No such comparison' };
  const title = `Compared: ${comparison.prompt.text}`;
  const names = [...new Set(comparison.generations.map(({ model }) => model.name))];
  const url = new URL(`/c/${key}`, await origin()).href;
  return {
    title,
    description: `One prompt, from the same noise, by ${names.join(', ')}.`,
    openGraph: { title, type: 'article', url, siteName: 'Sarovar' },
    alternates: { canonical: url },
  };
}

export default async function ComparisonPage({ params }: Props) {
  const comparison = await load((await params).key);
  if (!comparison) notFound();
  const { prompt, enrichment, generations } = comparison;
  const [first] = generations;
  const absent = generations.filter(({ waitsForModel }) => waitsForModel);
  const lacking = [...new Set(absent.map(({ model }) => model.name))].join(', ');
  const waiting = generations.some(({ status }) => status === 'QUEUED' || status === 'RUNNING');
  return (
    <article className="mt-4 space-y-4">
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
      {first && (
        <p className="quiet text-sm">
          {first.steps} steps of {first.scheduler}, guidance scale {first.guidanceScale}. Pictures
          of one seed start from the same noise.
        </p>
      )}
      {waiting && (
        <p role="status" className="quiet">
          {lacking
            ? `Some of these pictures wait for a worker that has ${lacking}.`
            : 'Some of these pictures are being painted.'}
          <Refresh />
        </p>
      )}
      <ul className="grid grid-cols-2 gap-3 sm:gap-4 lg:grid-cols-4">
        {generations.map(({ key, error, imageUrl, seed, model, scores, status }) => (
          <li key={key}>
            <Link href={`/g/${key}`} className="card group block h-full overflow-hidden">
              {imageUrl ? (
                <img
                  src={imageUrl}
                  alt={`Painted by ${model.name} from seed ${seed}`}
                  width={256}
                  height={256}
                  className="aspect-square w-full"
                />
              ) : (
                <span className="quiet flex aspect-square items-center p-3">
                  {error ?? status.toLowerCase()}
                </span>
              )}
              <span className="block p-3">
                <span className="block font-medium group-hover:underline">{model.name}</span>
                <span className="quiet block text-sm">
                  seed {seed}
                  {scores.map(({ score }) => ` · ${Math.round(score * 100)}\u00a0%\u00a0right`)}
                </span>
              </span>
            </Link>
          </li>
        ))}
      </ul>
      <CopyLink what="this comparison: all pictures of the prompt" />
    </article>
  );
}
