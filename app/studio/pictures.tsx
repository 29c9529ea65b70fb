import Link from 'next/link';
import { UnknownWords } from '@/app/components/unknown-words';
import type { PaintingFragment, PictureFragment } from './studio.documents';
import type { Initial } from './initial-picture';
import { SendToVoting } from './send-to-voting';
import { isOpen } from './painting';

/** One line that says where the picture is. */
function describe(picture: PictureFragment): string {
  switch (picture.status) {
    case 'QUEUED':
      if (picture.waitsForModel) return `Waits for a worker that has ${picture.model.name} …`;
      return picture.queuePosition === 1
        ? 'Next in the queue …'
        : `Number ${picture.queuePosition ?? '?'} in the queue …`;
    case 'RUNNING':
      return `Painting: step ${picture.currentStep} of ${picture.steps}`;
    case 'SUCCEEDED':
      return 'Done.';
    case 'CANCELLED':
      return 'Cancelled.';
    case 'FAILED':
      return picture.error ?? 'It did not work.';
  }
}

/** How many facts of the prompt the scorer finds, and what is wrong. */
function Summary({ picture }: { picture: PictureFragment }) {
  const facts = picture.scores.flatMap((score) => score.facts);
  if (facts.length === 0) return null;
  const wrong = facts.filter(({ right }) => !right);
  return (
    <div className="text-sm">
      <p className="font-medium">
        {facts.length - wrong.length} of {facts.length} facts right
      </p>
      {wrong.map(({ fact, asked, seen }) => (
        <p key={`${fact} ${asked}`} className="quiet">
          ✗ {fact}: asked for {asked}, seen {seen}
        </p>
      ))}
    </div>
  );
}

type OnInitial = (initial: Initial) => void;

interface CardProps {
  readonly picture: PictureFragment;
  readonly alone: boolean;
  readonly onInitial: OnInitial;
}

/** The picture of one model while it denoises and after. */
function PictureCard({ picture, alone, onInitial }: CardProps) {
  const shown = picture.imageUrl ?? picture.previewUrl;
  const { name } = picture.model;
  const state = picture.imageUrl ? 'The finished picture' : 'The picture so far';
  return (
    <li className={`card overflow-hidden ${alone ? 'max-w-lg' : ''}`}>
      <div className="flex aspect-square w-full items-center">
        {shown ? (
          <img
            src={shown}
            alt={alone ? state : `${state} by ${name}`}
            width={512}
            height={512}
            className="size-full"
          />
        ) : (
          <p className="quiet w-full text-center">…</p>
        )}
      </div>
      <div className="space-y-2 p-3">
        <h3 className="font-medium">{name}</h3>
        <p className="min-h-6 text-sm">{describe(picture)}</p>
        {isOpen(picture) && (
          <progress
            className="w-full"
            aria-label={`Progress of ${name}`}
            value={picture.currentStep / picture.steps}
            max={1}
          />
        )}
        <Summary picture={picture} />
        {picture.imageUrl && (
          <div className="flex flex-wrap gap-2">
            <Link href={`/g/${picture.key}`} className="button-quiet">
              Permalink and recipe
            </Link>
            <BeginFrom picture={picture} onInitial={onInitial} />
          </div>
        )}
      </div>
    </li>
  );
}

/** Has the next pictures be painted over this one. */
function BeginFrom({ picture, onInitial }: Omit<CardProps, 'alone'>) {
  const { imageSha256: sha256, imageUrl: url, model } = picture;
  if (!sha256 || !url) return null;
  return (
    <button
      type="button"
      className="button-quiet"
      aria-label={`Begin from the picture by ${model.name}`}
      onClick={() => onInitial({ sha256, url })}
    >
      Begin from it
    </button>
  );
}

interface PicturesProps {
  readonly painting: PaintingFragment | undefined;
  readonly onInitial: OnInitial;
}

/** All pictures of a painting side by side, from the same noise. */
export function Pictures({ painting, onInitial }: PicturesProps) {
  if (!painting) {
    return (
      <div className="card flex aspect-square w-full max-w-lg items-center">
        <p className="quiet w-full text-center">Your picture appears here.</p>
      </div>
    );
  }
  const { generations: pictures, key, id } = painting;
  const alone = pictures.length === 1;
  const open = pictures.filter(isOpen).length;
  const seeds = [...new Set(pictures.map(({ seed }) => seed))];
  return (
    <>
      <p role="status" className="sr-only">
        {open > 0 ? 'Painting.' : pictures.map(describe).join(' ')}
      </p>
      {seeds.map((seed) => (
        <section key={seed} aria-label={`Seed ${seed}`} className="mb-4">
          {seeds.length > 1 && <h2 className="quiet mb-1 text-sm">Seed {seed}</h2>}
          <ul className={alone ? '' : 'grid gap-3 sm:grid-cols-2'}>
            {pictures
              .filter((picture) => picture.seed === seed)
              .map((picture) => (
                <PictureCard
                  key={picture.key}
                  picture={picture}
                  alone={alone}
                  onInitial={onInitial}
                />
              ))}
          </ul>
        </section>
      ))}
      <UnknownWords words={pictures[0]?.unknownWords ?? []} />
      {!alone && open === 0 && (
        <div className="flex flex-wrap items-center gap-2">
          <Link href={`/c/${key}`} className="button-quiet">
            Permalink of the comparison
          </Link>
          <SendToVoting key={id} comparison={id} />
        </div>
      )}
    </>
  );
}
