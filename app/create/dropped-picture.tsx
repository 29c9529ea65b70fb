import { useEffect, useRef, useState, type DragEvent } from 'react';
import { useTranslations } from 'use-intl/react';
import type { Difference, Recipe } from './recipe-file';

/** What reads files is large, and few drop one: it comes when it is needed. */
const files = () => import('./recipe-file');

/** A picture whose recipe is in the form. */
export interface Dropped {
  readonly file: File;
  readonly recipe: Recipe;
}

interface DropProps {
  readonly onRecipe: (dropped: Dropped) => void;
  readonly onProblem: (problem: string) => void;
}

/** Takes a downloaded PNG, by drop or by choosing it, and reads the recipe in it. */
export function DropPicture({ onRecipe, onProblem }: DropProps) {
  const t = useTranslations('create.dropped');
  const input = useRef<HTMLInputElement>(null);

  async function take(file: File | undefined) {
    if (!file) return;
    try {
      const { readRecipe } = await files();
      onRecipe({ file, recipe: await readRecipe(file) });
      onProblem('');
    } catch (error) {
      onProblem(error instanceof Error ? error.message : String(error));
    }
  }

  function drop(event: DragEvent) {
    event.preventDefault();
    void take(event.dataTransfer.files[0]);
  }

  return (
    <div
      className="quiet rounded-box border border-dashed border-(--line-strong) p-3 text-sm"
      onDragOver={(event) => event.preventDefault()}
      onDrop={drop}
    >
      <p>{t('help')}</p>
      <button type="button" className="link min-h-11" onClick={() => input.current?.click()}>
        {t('choose')}
      </button>
      <input
        ref={input}
        type="file"
        accept="image/png"
        aria-label={t('file')}
        className="hidden"
        onChange={(event) => {
          void take(event.target.files?.[0]);
          event.target.value = '';
        }}
      />
    </div>
  );
}

interface ComparedProps {
  readonly file: File;
  readonly imageUrl: string;
}

/** Whether the picture that was just painted is the dropped one, and where not. */
export function ComparedWithDropped({ file, imageUrl }: ComparedProps) {
  const t = useTranslations('create.dropped');
  const canvas = useRef<HTMLCanvasElement>(null);
  const [difference, setDifference] = useState<Difference>();
  const [problem, setProblem] = useState('');

  useEffect(() => {
    files()
      .then(({ differenceOf }) => differenceOf(file, imageUrl))
      .then(setDifference, (error: unknown) =>
        setProblem(error instanceof Error ? error.message : String(error)),
      );
  }, [file, imageUrl]);
  useEffect(() => {
    if (difference) canvas.current?.getContext('2d')?.putImageData(difference.picture, 0, 0);
  }, [difference]);

  if (problem) return <p role="alert">{problem}</p>;
  if (!difference) return null;
  const { pixels, most, picture } = difference;
  return (
    <div role="status" className="card p-3">
      {pixels === 0 ? (
        t('equal')
      ) : (
        <>
          <p>{t('differs', { pixels, all: picture.width * picture.height, most })}</p>
          <canvas
            ref={canvas}
            width={picture.width}
            height={picture.height}
            aria-label={t('where')}
            className="mt-2 aspect-square w-full max-w-64"
          />
        </>
      )}
    </div>
  );
}
