import { useEffect, useRef, useState, type DragEvent } from 'react';
import { differenceOf, readRecipe, type Difference, type Recipe } from './recipe-file';

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
  const input = useRef<HTMLInputElement>(null);

  async function take(file: File | undefined) {
    if (!file) return;
    try {
      onRecipe({ file, recipe: await readRecipe(file) });
      onProblem('');
    } catch (error) {
      onProblem(error instanceof Error ? error.message : 'It did not work.');
    }
  }

  function drop(event: DragEvent) {
    event.preventDefault();
    void take(event.dataTransfer.files[0]);
  }

  return (
    <div
      className="quiet mt-4 rounded-2xl border border-dashed border-slate-400 p-3 text-sm"
      onDragOver={(event) => event.preventDefault()}
      onDrop={drop}
    >
      Drop a picture that was downloaded here, or{' '}
      <button type="button" className="underline" onClick={() => input.current?.click()}>
        choose one
      </button>
      , to have its recipe in the form.
      <input
        ref={input}
        type="file"
        accept="image/png"
        aria-label="A picture with its recipe"
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
  const canvas = useRef<HTMLCanvasElement>(null);
  const [difference, setDifference] = useState<Difference>();
  const [problem, setProblem] = useState('');

  useEffect(() => {
    differenceOf(file, imageUrl).then(setDifference, (error: unknown) =>
      setProblem(error instanceof Error ? error.message : 'It did not work.'),
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
        'Equal to the dropped picture: every pixel is the same.'
      ) : (
        <>
          <p>
            Differs from the dropped picture in {pixels} of {picture.width * picture.height} pixels,
            by at most {most} of 255.
          </p>
          <canvas
            ref={canvas}
            width={picture.width}
            height={picture.height}
            aria-label="Where they differ: the brighter, the more"
            className="mt-2 aspect-square w-full max-w-64"
          />
        </>
      )}
    </div>
  );
}
