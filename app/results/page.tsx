import type { Metadata } from 'next';
import { z } from 'zod';
import { categoryAsked, categoryTitle, type CATEGORIES } from '@/app/components/categories';
import { Moment } from '@/app/components/moment';
import { Scoreboard } from '@/app/components/scoreboard/scoreboard';
import { PRIOR, THRESHOLD } from '@/lib/evaluation/ranking/prior';
import { NoSuchCategory } from '@/app/components/no-such-category';
import { TellApart } from '@/app/components/tell-apart';
import { PillLinks } from '@/app/components/ui/pills';
import { query } from '@/app/execute';
import { RankingDocument, WhoSignsInDocument } from './ranking.documents';
import { GROUPS, GROUP_TITLES } from './groups';
import { KeepRanking } from './keep-ranking';
import { MyRanking } from './my-ranking';
import { NoVotes } from './no-votes';
import { Progress } from './progress';
import { RankingView } from './ranking-view';
import { Reliability } from './reliability';
import { SideBySide } from './side-by-side';

export const dynamic = 'force-dynamic';

export const metadata: Metadata = {
  title: 'Results',
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
  question: z.enum(['ALIGNMENT', 'OVERALL']).catch('ALIGNMENT'),
  form: z.enum(['SIMPLE', 'ENRICHED']).optional().catch(undefined),
  voters: z.enum(['ALL', 'SEASONED', 'VERIFIED']).catch('ALL'),
});

type Search = z.infer<typeof searchShape> & {
  readonly category: (typeof CATEGORIES)[number]['name'] | undefined;
};

/** The same results with one part of the address changed. */
function choice(search: Search, title: string, change: Partial<Search>) {
  const next = { ...search, ...change };
  const query = Object.fromEntries(Object.entries(next).filter(([, value]) => value !== undefined));
  const chosen = JSON.stringify(next) === JSON.stringify(search);
  return { title, href: { pathname: '/results', query }, chosen };
}

/** Of which moment the votes are. */
function Age({ computedAt }: { computedAt: string }) {
  return (
    <p className="quiet text-sm">
      From the votes up to <Moment at={computedAt} />; a worker ranks anew when there are others.
    </p>
  );
}

interface Props {
  searchParams: Promise<Record<string, string | string[] | undefined>>;
}

export default async function ResultsPage({ searchParams }: Props) {
  const given = await searchParams;
  const asked = categoryAsked(given['category']);
  if ('unknown' in asked) return <NoSuchCategory unknown={asked.unknown} pathname="/results" />;
  const signIn = (await query(WhoSignsInDocument)).signIn !== null;
  const groups = GROUPS.filter((group) => group !== 'VERIFIED' || signIn);
  const { question, form, voters: wanted } = searchShape.parse(given);
  const voters = groups.find((group) => group === wanted) ?? 'ALL';
  const search = { ...asked, question, form, voters };
  const { ranking, reliability, categories, tellApart, scoreboard, ...alone } = await query(
    RankingDocument,
    {
      ...search,
      signIn,
    },
  );
  const { models, votes, computedAt } = ranking;
  const sideBySide = <SideBySide chosen={search.voters} {...alone} />;
  return (
    <article className="mt-4 space-y-6">
      <h1 className="text-3xl font-semibold text-balance">
        Who follows the prompt? What blind votes say
      </h1>
      <section aria-labelledby="scoreboard" className="card p-4">
        <h2 id="scoreboard" className="mb-2 text-xl font-semibold">
          By method and category
        </h2>
        <Scoreboard board={scoreboard} />
      </section>
      <div className="space-y-2 print:hidden">
        <PillLinks
          label="Question"
          choices={QUESTIONS.map(({ name, title }) => choice(search, title, { question: name }))}
        />
        <PillLinks
          label="Categories"
          choices={[
            choice(search, 'All', { category: undefined }),
            ...categories
              .filter((own) => own.votes + own.sets > 0 || own.category === search.category)
              .map((own) => ({
                ...choice(search, categoryTitle(own.category), { category: own.category }),
                count: own.votes,
              })),
          ]}
        />
        <PillLinks
          label="Prompts"
          choices={FORMS.map(({ name, title }) => choice(search, title, { form: name }))}
        />
        <PillLinks
          label="Voters"
          choices={groups.map((voters) => choice(search, GROUP_TITLES[voters], { voters }))}
        />
      </div>
      {models.length === 0 ? (
        <>
          <NoVotes
            said={
              computedAt === null
                ? 'No worker has ranked any votes yet.'
                : votes === 0
                  ? 'No votes here yet.'
                  : `${votes} ${votes === 1 ? 'vote' : 'votes'} so far: too few to compare any two models.`
            }
            here={categories.find((own) => own.category === search.category)}
          />
          <Progress ranking={ranking} />
          <TellApart pairs={tellApart} />
          {sideBySide}
        </>
      ) : (
        <>
          <RankingView ranking={ranking} />
          {sideBySide}
          <TellApart pairs={tellApart} />
          <KeepRanking {...search} />
          <MyRanking />
          <Reliability reliability={reliability} />
        </>
      )}
      {computedAt !== null && <Age computedAt={computedAt} />}
      <section className="quiet max-w-3xl space-y-2 text-sm">
        <h2 className="text-ink text-xl font-semibold dark:text-slate-100">How it is computed</h2>
        <p>
          Strengths are fitted with Davidson’s model (1970), which gives ties a probability of their
          own; votes of “both bad” say nothing about which is better and are counted apart. A weak
          prior keeps few votes sane: before any vote each strength is believed to be normal around
          the average with a standard deviation of {PRIOR.strength} natural logarithms of odds (
          {Math.round((PRIOR.strength * 400) / Math.LN10)} points), the logarithm of ν with{' '}
          {PRIOR.ties}. A model is rated from {THRESHOLD.decisive} votes for or against it, of{' '}
          {THRESHOLD.voters} voters, on. 1000 is the average, and 400 points are odds of ten to one.
          Intervals come from a sandwich covariance that takes the votes of one voter, and those on
          one prompt, together, whichever is wider. Pairs are drawn where a vote tells most, mixed
          with a fifth of equal chances; the probability of each draw is in the export, and the
          table says what the ratings would be if each vote weighed as much as its pair was unlikely
          to be drawn.
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
