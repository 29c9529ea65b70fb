import Link from 'next/link';
import { z } from 'zod';
import { cursorSchema } from '@/graphql/cursor';
import { CATEGORIES, categoryTitle } from './components/categories';
import { Refresh } from './components/refresh';
import { query } from './execute';
import { GalleryDocument, type GalleryCardFragment } from './gallery.documents';

export const dynamic = 'force-dynamic';

const searchShape = z.object({
  category: z
    .enum(CATEGORIES.map(({ name }) => name))
    .optional()
    .catch(undefined),
  after: cursorSchema.optional().catch(undefined),
});

interface Props {
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}

export default async function GalleryPage({ searchParams }: Props) {
  const { category, after } = searchShape.parse(await searchParams);
  const data = await query(GalleryDocument, { category, after });
  const { pageInfo, edges } = data.comparisons;
  const waiting = data.status.queued + data.status.running;
  const here = (name: string | undefined) => (name === category ? 'page' : undefined);

  return (
    <>
      <h1 className="mt-4 text-3xl font-semibold text-balance sm:text-4xl">
        Does the model understand what the prompt says?
      </h1>
      <p className="quiet mt-2 max-w-2xl">
        Every picture here was painted from its words by a diffusion model that runs on this
        machine. Open one to see exactly how.
      </p>
      <nav aria-label="Categories" className="mt-6 flex flex-wrap gap-2">
        <Link href="/" aria-current={here(undefined)} className="chip">
          All
        </Link>
        {CATEGORIES.map(({ name, title }) => (
          <Link key={name} href={`/?category=${name}`} aria-current={here(name)} className="chip">
            {title}
          </Link>
        ))}
      </nav>
      {waiting > 0 && (
        <p className="quiet mt-4">
          {waiting} more {waiting === 1 ? 'picture is' : 'pictures are'} being painted and will
          appear here.
          <Refresh />
        </p>
      )}
      {edges.length === 0 ? (
        <p className="card mt-6 p-6">
          Nothing here yet.{' '}
          <Link href="/studio" className="underline">
            Paint the first one
          </Link>
          .
        </p>
      ) : (
        <ul className="mt-6 grid grid-cols-2 gap-3 sm:grid-cols-3 sm:gap-4 lg:grid-cols-4">
          {edges.map(({ node }, index) => (
            <Card key={node.key} comparison={node} eager={index < 8} />
          ))}
        </ul>
      )}
      {pageInfo.hasNextPage && (
        <Link
          href={{ query: { ...(category ? { category } : {}), after: pageInfo.endCursor } }}
          className="button-quiet mt-6"
        >
          Older pictures
        </Link>
      )}
    </>
  );
}

interface CardProps {
  readonly comparison: GalleryCardFragment;
  readonly eager: boolean;
}

/** A prompt with its pictures by all models side by side, those of the first seed. */
function Card({ comparison, eager }: CardProps) {
  const { key, prompt, enrichment, generations } = comparison;
  const shown = generations.filter(({ seed }) => seed === generations[0]?.seed);
  const alone = shown.length === 1;
  const href = alone ? `/g/${shown[0]?.key ?? ''}` : `/c/${key}`;
  return (
    <li className={alone ? '' : 'col-span-2 sm:col-span-3 lg:col-span-2'}>
      <Link href={href} className="card group block h-full overflow-hidden">
        <span className={alone ? '' : 'grid grid-cols-3'}>
          {shown.map(({ key: picture, imageUrl, model, scores }) => (
            <span key={picture} className="block">
              {/* A picture of 64 px needs no optimiser, only a browser that scales it up. */}
              {imageUrl ? (
                <img
                  src={imageUrl}
                  alt={`Painted by ${model.name} from: ${prompt.text}`}
                  width={256}
                  height={256}
                  loading={eager ? 'eager' : 'lazy'}
                  className="aspect-square w-full"
                />
              ) : (
                <span className="quiet flex aspect-square items-center justify-center">…</span>
              )}
              {!alone && (
                <span className="quiet block p-2 text-xs">
                  {model.name}
                  {scores.map(({ score }) => ` · ${Math.round(score * 100)} %`)}
                </span>
              )}
            </span>
          ))}
        </span>
        <span className="block p-3">
          <span className="block font-medium group-hover:underline">{prompt.text}</span>
          {enrichment && (
            <span className="quiet line-clamp-3 block text-sm">{enrichment.text}</span>
          )}
          <span className="quiet block text-sm">
            {categoryTitle(prompt.category)}
            {alone && shown.map(({ model }) => ` · ${model.name}`)}
            {alone &&
              shown.flatMap(({ scores }) =>
                scores.map(({ score }) => ` · ${Math.round(score * 100)}\u00a0%\u00a0right`),
              )}
          </span>
        </span>
      </Link>
    </li>
  );
}
