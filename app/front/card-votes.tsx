import { ENOUGH_FOR_SHARES } from '@/app/components/enough-for-shares';
import type { GalleryCardFragment } from '@/app/gallery.documents';
import { readersModels, words } from '@/app/words/server';
import { preferencesOf } from './preferences';

interface Props {
  /** The models of the pictures that are shown. */
  readonly models: readonly GalleryCardFragment['generations'][number]['model'][];
  readonly votes: GalleryCardFragment['votes'];
  /** Whether its prompt is one that people are asked about. */
  readonly isAsked: boolean;
}

/** What people said of the pictures of a card: a bar in the methods' colours, and who is ahead in words. */
export async function CardVotes({ models, votes, isAsked }: Props) {
  const t = await words();
  const titleOf = await readersModels();
  const known = models.length > 1 ? preferencesOf(models, votes) : undefined;
  if (!known) {
    return (
      <span className="quiet block text-sm">{t(isAsked ? 'front.beFirst' : 'front.noVotes')}</span>
    );
  }
  const { leader } = known;
  const sentence = leader
    ? t(leader.votes < ENOUGH_FOR_SHARES ? 'front.preferredFew' : 'front.preferred', {
        name: titleOf(leader.model).title,
        wins: leader.wins,
        share: leader.wins / leader.votes,
        count: leader.votes,
      })
    : t('front.noneAhead', { count: known.votes });
  return (
    <span className="block">
      {known.votes >= ENOUGH_FOR_SHARES && (
        <span
          aria-hidden="true"
          className="flex h-2.5 gap-px overflow-hidden rounded-full bg-slate-200 dark:bg-slate-700"
        >
          {known.models
            .filter(({ wins }) => wins > 0)
            .map(({ model, wins }) => (
              <span
                key={model.id}
                data-method={titleOf(model).colour}
                className="method-fill"
                style={{ width: `${(100 * wins) / known.votes}%` }}
              />
            ))}
        </span>
      )}
      <span className="mt-1 block text-sm font-medium">{sentence}</span>
    </span>
  );
}
