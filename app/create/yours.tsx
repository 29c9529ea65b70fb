import Link from 'next/link';
import { useEffect, useEffectEvent, useState } from 'react';
import { useTranslations } from 'use-intl/react';
import { request } from '@/app/components/graphql-client';
import { PaintedHereDocument, type PaintedHereQuery } from './create.documents';
import { forgetPaintings, type OwnPainting } from '@/app/components/own-paintings';

type Node = Extract<NonNullable<PaintedHereQuery['nodes'][number]>, { key: string }>;
type Thumbnails = ReadonlyMap<string, Node['generations']>;

const SHOWN = 3;

interface Props {
  readonly paintings: readonly OwnPainting[];
  /** Whether the newest is finished: then there is a picture of it. */
  readonly isDone: boolean;
  readonly onForgotten: () => void;
  /** Of these nothing is there any more: they were deleted, or hidden. */
  readonly onGone: (keys: readonly string[]) => void;
}

/** What this browser has painted before. */
export function Yours({ paintings, isDone, onForgotten, onGone }: Props) {
  const t = useTranslations('create.own');
  const leaveOut = useEffectEvent(onGone);
  const [pictures, setPictures] = useState<Thumbnails>(new Map());
  const keys = paintings.map(({ key }) => key).join();

  useEffect(() => {
    if (keys === '') return;
    const ids = keys.split(',').map((key) => btoa(`Comparison:${key}`));
    request(PaintedHereDocument, { ids }).then(
      ({ nodes }) => {
        const found = new Map(
          nodes.flatMap((node) =>
            node && 'key' in node ? [[node.key, node.generations] as const] : [],
          ),
        );
        setPictures(found);
        const gone = keys.split(',').filter((key) => !found.has(key));
        if (gone.length > 0) leaveOut(gone);
      },
      // Without their pictures the prompts are there still.
      () => undefined,
    );
  }, [keys, isDone]);

  if (paintings.length === 0) return null;
  return (
    <section aria-labelledby="own" className="mt-12 space-y-3 border-t border-(--line) pt-6">
      <div className="flex flex-wrap items-center gap-x-4">
        <h2 id="own" className="text-xl font-semibold">
          {t('title')}
        </h2>
        <Link href="/yours" className="link flex min-h-11 items-center text-sm">
          {t('all')}
        </Link>
        <button
          type="button"
          className="link min-h-11 text-sm"
          onClick={() => {
            forgetPaintings();
            onForgotten();
          }}
        >
          {t('clear')}
        </button>
      </div>
      <p className="quiet text-sm">{t('where')}</p>
      <ul className="grid grid-cols-2 gap-2 sm:grid-cols-3 lg:grid-cols-6">
        {paintings.map(({ key, prompt }) => (
          <li key={key}>
            <Link href={`/create?comparison=${key}`} className="card block h-full overflow-hidden">
              <span className="grid h-16 grid-cols-3 overflow-hidden bg-slate-100 dark:bg-slate-800">
                {(pictures.get(key) ?? [])
                  .slice(0, SHOWN)
                  .map(
                    ({ imageUrl, width, height }, index) =>
                      imageUrl && (
                        <img
                          key={index}
                          src={imageUrl}
                          alt=""
                          width={width}
                          height={height}
                          loading="lazy"
                          className="h-16 w-full object-cover"
                        />
                      ),
                  )}
              </span>
              <span className="line-clamp-2 block p-2 text-sm">{prompt}</span>
            </Link>
          </li>
        ))}
      </ul>
    </section>
  );
}
