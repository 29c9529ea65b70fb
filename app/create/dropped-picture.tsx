import { useEffect, useRef, useState, type DragEvent } from 'react';
import { useTranslations } from 'use-intl/react';
import type { ForeignRecipe } from '@/lib/studio/foreign/recipe';
import type { Difference, Recipe } from './recipe-file';

/** What reads files is large, and few drop one: it comes when it is needed. */
const files = () => import('./recipe-file');

/** A picture whose recipe was read. */
export interface Dropped {
  readonly file: File;
  readonly recipe: Recipe | ForeignRecipe;
}

/** A picture whose recipe is in the form; of another tool's, with what is not. */
export type Taken =
  | { readonly file: File; readonly tool?: undefined }
  | {
      readonly file: File;
      readonly tool: string;
      readonly leftOut: readonly string[];
      readonly syntax: readonly string[];
    };

interface DropProps {
  readonly onRecipe: (dropped: Dropped) => void;
  readonly onProblem: (problem: string) => void;
}

/** Takes a downloaded picture, or one of another tool, by drop or by choosing it, and reads the recipe in it. */
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
        accept="image/png,image/jpeg,image/webp"
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

/** Says what of a picture's recipe is in the form, and what is not. */
export function TakenRecipe({ taken }: { readonly taken: Taken }) {
  const t = useTranslations('create.dropped');
  const { file, tool } = taken;
  if (tool === undefined) {
    return (
      <p role="status" className="text-sm">
        {t('taken', { file: file.name })}
      </p>
    );
  }
  const { leftOut, syntax } = taken;
  return (
    <div role="status" className="space-y-1 text-sm wrap-anywhere">
      <p>{t('foreign', { file: file.name, tool })}</p>
      {leftOut.length > 0 && <p>{t('leftOut', { what: leftOut.join('; ') })}</p>}
      {syntax.length > 0 && <p>{t('syntax', { what: syntax.join('; ') })}</p>}
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
