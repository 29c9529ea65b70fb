import type { Metadata } from 'next';
import Link from 'next/link';
import { z } from 'zod';
import { CATEGORIES } from '@/app/components/categories';
import { query } from '@/app/execute';
import { RankingDocument } from './ranking.documents';
import { KeepRanking } from './keep-ranking';
import { MyRanking } from './my-ranking';
import { RankingView } from './ranking-view';
import { Reliability } from './reliability';

export const dynamic = 'force-dynamic';

export const metadata: Metadata = {
  title: 'Ranking',
  description: 'Which conditioning method follows the prompt best, by blind votes, with intervals.',
};

const QUESTIONS = [
  { name: 'ALIGNMENT', title: 'Follows the prompt' },
  { name: 'OVERALL', title: 'Preferred' },
] as const;
const FORMS = [
  { name: undefined, title: 'All prompts' },
  { name: 'SIMPLE', title: 'Short prompts' },
  { name: 'ENRICHED', title: 'Longer prompts' },
] as const;

const searchShape = z.object({
  category: z
    .enum(CATEGORIES.map(({ name }) => name))
    .optional()
    .catch(undefined),
  question: z.enum(['ALIGNMENT', 'OVERALL']).catch('ALIGNMENT'),
  form: z.enum(['SIMPLE', 'ENRICHED']).optional().catch(undefined),
});

type Search = z.infer<typeof searchShape>;

interface ChipsProps {
  readonly label: string;
  readonly search: Search;
  readonly choices: readonly { readonly title: string; readonly change: Partial<Search> }[];
}

/** Links that change one part of the address. */
function Chips({ label, search, choices }: ChipsProps) {
  return (
    <nav aria-label={label} className="flex flex-wrap gap-2">
      {choices.map(({ title, change }) => {
        const next = { ...search, ...change };
        const chosen = JSON.stringify(next) === JSON.stringify(search);
        const query = Object.fromEntries(
          Object.entries(next).filter(([, value]) => value !== undefined),
        );
        return (
          <Link
            key={title}
            href={{ pathname: '/leaderboard', query }}
            aria-current={chosen ? 'page' : undefined}
            className="chip"
          >
            {title}
          </Link>
        );
      })}
    </nav>
  );
}

/** Of which moment the votes are. */
function Age({ computedAt }: { computedAt: string }) {
  return (
    <p className="quiet text-sm">
      From the votes up to{' '}
      <time dateTime={computedAt}>{computedAt.replace('T', ' ').slice(0, 19)} UTC</time>; a worker
      ranks anew when there are others.
    </p>
  );
}

interface Props {
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}

export default async function LeaderboardPage({ searchParams }: Props) {
  const search = searchShape.parse(await searchParams);
  const { ranking, reliability } = await query(RankingDocument, search);
  const { models, votes, computedAt } = ranking;
  return (
    <article className="mt-4 space-y-6">
      <h1 className="text-3xl font-semibold text-balance">
        Who follows the prompt? What blind votes say
      </h1>
      <div className="space-y-2 print:hidden">
        <Chips
          label="Question"
          search={search}
          choices={QUESTIONS.map(({ name, title }) => ({ title, change: { question: name } }))}
        />
        <Chips
          label="Categories"
          search={search}
          choices={[
            { title: 'All', change: { category: undefined } },
            ...CATEGORIES.map(({ name, title }) => ({ title, change: { category: name } })),
          ]}
        />
        <Chips
          label="Prompts"
          search={search}
          choices={FORMS.map(({ name, title }) => ({ title, change: { form: name } }))}
        />
      </div>
      {models.length === 0 ? (
        <p className="card p-6">
          {computedAt === null
            ? 'No worker has ranked any votes yet.'
            : votes === 0
              ? 'No votes here yet.'
              : `${votes} ${votes === 1 ? 'vote' : 'votes'} so far: too few to compare any two models.`}{' '}
          <Link href="/vote" className="underline">
            Be one of those who decide
          </Link>
          .
        </p>
      ) : (
        <>
          <RankingView ranking={ranking} />
          <KeepRanking {...search} />
          <MyRanking />
          <Reliability reliability={reliability} />
        </>
      )}
      {computedAt !== null && <Age computedAt={computedAt} />}
      <section className="quiet max-w-3xl space-y-2 text-sm">
        <h2 className="text-ink text-xl font-semibold dark:text-slate-100">How it is computed</h2>
        <p>
          Strengths are fitted by maximum likelihood with Davidson’s model (1970), which gives ties
          a probability of their own; votes of “both bad” say nothing about which is better and are
          counted apart. 1000 is the average, and 400 points are odds of ten to one. Intervals come
          from a sandwich covariance that takes the votes of one voter, and those on one prompt,
          together, whichever is wider. Pairs are drawn where a vote tells most, mixed with a fifth
          of equal chances; the probability of each draw is in the export, and the table says what
          the ratings would be if each vote weighed as much as its pair was unlikely to be drawn.
        </p>
        <p>
          Recompute it yourself:{' '}
          <a href="/exports/votes.jsonl" className="underline">
            all votes
          </a>{' '}
          and <code>npm run --silent rank -- votes.jsonl</code> give, byte for byte,{' '}
          <a href="/leaderboard.json" className="underline">
            leaderboard.json
          </a>
          .
        </p>
      </section>
    </article>
  );
}
