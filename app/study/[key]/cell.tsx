import Link from 'next/link';
import { words } from '@/app/words/server';
import type { StudyPageQuery } from './study.documents';

export type Cell = NonNullable<StudyPageQuery['study']>['cells']['edges'][number]['node'];

/** What a study has painted of one prompt: each picture with its model, seed and score. */
export async function CellPictures({ cell }: { cell: Cell }) {
  const t = await words();
  const { position, prompt, form, recipe, error, comparison } = cell;
  const pictures = comparison?.generations ?? [];
  return (
    <li value={position} className="card p-3">
      <p className="wrap-anywhere">
        <span className="quiet tabular-nums">{position}. </span>
        <span lang="en">{prompt.text}</span>
      </p>
      <p className="quiet text-sm">
        {t('studies.form', { form })} · {t('studies.recipe', { recipe })}
        {comparison && (
          <>
            {' · '}
            <Link href={`/c/${comparison.key}`} className="underline">
              {t('studies.compare')}
            </Link>
          </>
        )}
      </p>
      {error !== null && <p className="mt-2">{error}</p>}
      <ul className="mt-2 flex flex-wrap gap-3">
        {pictures.map(({ key, model, seed, status, score, imageUrl, width, height, ...own }) => (
          <li key={key} className="w-24 text-sm">
            <Link href={`/g/${key}`} className="block wrap-anywhere">
              {imageUrl !== null && (
                <img
                  src={imageUrl}
                  alt={t('studies.picture', { prompt: prompt.text, model: model.name })}
                  width={width}
                  height={height}
                  loading="lazy"
                  className="rounded-box w-24"
                />
              )}
              {t('studies.by', { model: model.name, seed })}
            </Link>
            <span className="quiet">
              {score !== null ? t('studies.score', { score }) : t('studies.status', { status })}
            </span>
            {own.error !== null && <p className="wrap-anywhere">{own.error}</p>}
          </li>
        ))}
      </ul>
    </li>
  );
}
