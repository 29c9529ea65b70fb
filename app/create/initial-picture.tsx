import { useRef } from 'react';
import { useTranslations } from 'use-intl/react';
import * as z from 'zod/mini';
import { answerAs } from '@/app/components/reached';
import type { LIMITS } from '@/lib/studio/picture-limits';

const answerShape = z.union([
  z.object({ message: z.string() }),
  z.object({ sha256: z.string(), url: z.string() }),
]);

/** Brings a picture to the server. Throws what was refused. */
async function keep(file: Blob, limit: number): Promise<string> {
  if (file.size > limit) throw new Error('The picture must not be larger than 10 MB.');
  const headers = { 'content-type': file.type };
  const asked = fetch('/api/pictures', { method: 'POST', headers, body: file });
  const kept = await answerAs(asked, (json) => answerShape.safeParse(json).data);
  if ('message' in kept) throw new Error(kept.message);
  return kept.sha256;
}

/** A picture that was painted here, to begin from. */
export interface PaintedHere {
  readonly sha256: string;
  readonly title: string;
}

interface Props {
  /** The SHA-256 of the picture's file; '' to begin from noise alone. */
  readonly initial: string;
  readonly strength: string;
  readonly limits: typeof LIMITS;
  readonly painted: readonly PaintedHere[];
  readonly onInitial: (sha256: string) => void;
  readonly onStrength: (strength: string) => void;
  readonly onProblem: (problem: string) => void;
}

/** Chooses a picture to begin from instead of noise alone, and how much of it is painted anew. */
export function InitialPicture(props: Props) {
  const { initial, strength, limits, painted, onInitial, onStrength, onProblem } = props;
  const t = useTranslations('create.initial');
  const input = useRef<HTMLInputElement>(null);

  async function take(file: File | undefined) {
    if (!file) return;
    try {
      onInitial(await keep(file, limits.upload));
      onProblem('');
    } catch (error) {
      onProblem(error instanceof Error ? error.message : String(error));
    }
  }

  return (
    <div role="group" aria-label={t('title')} className="space-y-2">
      <p className="font-medium">{t('title')}</p>
      <div className="flex flex-wrap gap-2">
        <button type="button" className="button-quiet" onClick={() => input.current?.click()}>
          {initial === '' ? t('choose') : t('another')}
        </button>
        {initial !== '' && (
          <button type="button" className="button-quiet" onClick={() => onInitial('')}>
            {t('none')}
          </button>
        )}
        {painted.map(({ sha256, title }) => (
          <button
            key={sha256}
            type="button"
            className="button-quiet"
            onClick={() => onInitial(sha256)}
          >
            {t('painted', { name: title })}
          </button>
        ))}
      </div>
      <input
        ref={input}
        type="file"
        accept="image/png,image/jpeg,image/webp,image/avif"
        aria-label={t('file')}
        className="hidden"
        onChange={(event) => {
          void take(event.target.files?.[0]);
          event.target.value = '';
        }}
      />
      {initial === '' ? (
        <p className="quiet text-sm">{t('help')}</p>
      ) : (
        <div className="flex gap-4">
          <img
            src={`/i/${initial}.png`}
            alt={t('alt')}
            width={96}
            height={96}
            className="size-24 rounded-box object-cover"
          />
          <div>
            <label htmlFor="strength" className="font-medium">
              {t('strength')}
            </label>
            <input
              id="strength"
              type="number"
              step="0.01"
              min={limits.strength.min}
              max={limits.strength.max}
              value={strength === '' ? limits.strength.default : strength}
              onChange={(event) => onStrength(event.target.value)}
              className="field"
            />
            <p className="quiet mt-1 text-sm">{t('strengthHelp')}</p>
          </div>
        </div>
      )}
    </div>
  );
}
