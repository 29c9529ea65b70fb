import Link from 'next/link';
import { categoryTitle } from '@/app/components/categories';
import type { RankingQuery } from './ranking.documents';

interface Props {
  /** Why there is no ranking. */
  readonly said: string;
  /** What there is in the category that was asked for; undefined of all of them. */
  readonly here: RankingQuery['categories'][number] | undefined;
}

/** What can be done where nothing is ranked yet. */
export function NoVotes({ said, here }: Props) {
  const title = here && categoryTitle(here.category);
  const pictures = here ? here.comparisons + here.judged : 0;
  const query = here ? { category: here.category } : {};
  return (
    <div className="card space-y-3 p-6">
      <p>
        {said}
        {here &&
          ` ${title}: ${here.prompts} ${here.prompts === 1 ? 'prompt' : 'prompts'}, ` +
            `${here.sets} of them to be judged now.`}
      </p>
      <p className="flex flex-wrap gap-2">
        {(!here || here.sets > 0) && (
          <Link href={{ pathname: '/vote', query }} className="button">
            Vote{here && ` on ${title}`}
          </Link>
        )}
        {pictures > 0 && (
          <Link href={{ pathname: '/', query }} className="button-quiet">
            See the pictures
          </Link>
        )}
        <Link href="/create" className="button-quiet">
          Paint a prompt
        </Link>
        {here && (
          <Link href="/results" className="button-quiet">
            All categories
          </Link>
        )}
      </p>
    </div>
  );
}
