import Link from 'next/link';
import { categoryTitle } from '@/app/components/categories';
import { words } from '@/app/words/server';
import type { RankingQuery } from './ranking.documents';

interface Props {
  /** Why there is no ranking. */
  readonly said: string;
  /** What there is in the category that was asked for; undefined of all of them. */
  readonly here: RankingQuery['categories'][number] | undefined;
}

/** What can be done where nothing is ranked yet. */
export async function NoVotes({ said, here }: Props) {
  const t = await words();
  const category = here && categoryTitle(t, here.category);
  const pictures = here ? here.comparisons + here.judged : 0;
  const query = here ? { category: here.category } : {};
  return (
    <div className="card space-y-3 p-6">
      <p>
        {said}
        {here &&
          ` ${t('results.empty.here', {
            category: category ?? '',
            prompts: here.prompts,
            sets: here.sets,
          })}`}
      </p>
      <p className="flex flex-wrap gap-2">
        {(!here || here.sets > 0) && (
          <Link href={{ pathname: '/vote', query }} className="button">
            {category === undefined
              ? t('results.empty.vote')
              : t('results.empty.voteOn', { category })}
          </Link>
        )}
        {pictures > 0 && (
          <Link href={{ pathname: '/', query }} className="button-quiet">
            {t('results.empty.pictures')}
          </Link>
        )}
        <Link href="/create" className="button-quiet">
          {t('results.empty.paint')}
        </Link>
        {here && (
          <Link href="/results" className="button-quiet">
            {t('results.allCategories')}
          </Link>
        )}
      </p>
    </div>
  );
}
