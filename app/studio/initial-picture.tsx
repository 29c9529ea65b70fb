import { useRef } from 'react';
import { z } from 'zod';
import type { LIMITS } from '@/lib/studio/picture-limits';

/** A picture to paint over, as the server keeps it. */
export interface Initial {
  readonly sha256: string;
  readonly url: string;
}

const answerShape = z.union([
  z.object({ message: z.string() }),
  z.object({ sha256: z.string(), url: z.string() }),
]);

/** Brings a picture to the server. Throws what was refused. */
async function keep(file: Blob, limit: number): Promise<Initial> {
  if (file.size > limit) throw new Error('The picture must not be larger than 10 MB.');
  const headers = { 'content-type': file.type };
  const response = await fetch('/api/pictures', { method: 'POST', headers, body: file });
  const kept = answerShape.parse(await response.json());
  if ('message' in kept) throw new Error(kept.message);
  return kept;
}

interface Props {
  readonly initial: Initial | undefined;
  readonly limits: typeof LIMITS;
  readonly onInitial: (initial: Initial | undefined) => void;
  readonly onProblem: (problem: string) => void;
}

/** Chooses a picture to begin from instead of noise alone, and how much of it is painted anew. */
export function InitialPicture({ initial, limits, onInitial, onProblem }: Props) {
  const input = useRef<HTMLInputElement>(null);
  const { strength, upload } = limits;

  async function take(file: File | undefined) {
    if (!file) return;
    try {
      onInitial(await keep(file, upload));
      onProblem('');
    } catch (error) {
      onProblem(error instanceof Error ? error.message : 'It did not work.');
    }
  }

  return (
    <div className="card mt-4 p-4">
      <div className="flex flex-wrap items-center gap-3">
        <span className="font-medium">Begin from a picture</span>
        <button type="button" className="button-quiet" onClick={() => input.current?.click()}>
          {initial ? 'Choose another' : 'Choose one'}
        </button>
        {initial && (
          <button type="button" className="button-quiet" onClick={() => onInitial(undefined)}>
            Begin from noise
          </button>
        )}
      </div>
      <input
        ref={input}
        type="file"
        accept="image/png,image/jpeg,image/webp,image/avif"
        aria-label="A picture to begin from"
        className="hidden"
        onChange={(event) => {
          void take(event.target.files?.[0]);
          event.target.value = '';
        }}
      />
      {initial ? (
        <div className="mt-3 flex gap-4">
          <input type="hidden" name="initialSha256" value={initial.sha256} />
          <img
            src={initial.url}
            alt="The picture to begin from"
            width={96}
            height={96}
            className="size-24 rounded-xl object-cover"
          />
          <div>
            <label htmlFor="strength" className="font-medium">
              Strength
            </label>
            <input
              id="strength"
              name="strength"
              type="number"
              step="0.01"
              min={strength.min}
              max={strength.max}
              defaultValue={strength.default}
              className="field"
            />
            <p className="quiet mt-1 text-sm">
              How much of it is painted anew, 1 being all. Small models forget it soon.
            </p>
          </div>
        </div>
      ) : (
        <p className="quiet mt-1 text-sm">
          It is painted over instead of noise. Whoever has its address can see it; unused, it is
          forgotten after a day.
        </p>
      )}
    </div>
  );
}
