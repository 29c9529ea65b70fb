import { SEASONED } from '@/lib/evaluation/held';
import { ENOUGH_SEASONED, MOST_OF_ONE, SHARE_OF_YOUNG } from '@/lib/evaluation/weights';
import Link from 'next/link';
import { readersModels } from '@/app/words/server';
import type { RankingShownFragment } from './ranking.documents';
import { IntervalPlot } from './interval-plot';
import { nameOf, votesNeeded } from './in-words';
import { Progress } from './progress';
import { RankingTable } from './ranking-table';
import { WinMatrix } from './win-matrix';

/** One sentence that says what the votes allow to say. */
async function Verdict({ ranking }: { ranking: RankingShownFragment }) {
  const titleOf = await readersModels();
  const [first, second] = ranking.models.map(({ name, model }) =>
    titleOf({ name, method: model?.method }),
  );
  if (!first || !second) return null;
  const [votes] = ranking.votesToSeparate;
  const needed = votesNeeded(votes);
  const told =
    votes === 0
      ? `${first.title} leads, beyond what chance explains.`
      : needed === null
        ? `${first.title} and ${second.title} are level.`
        : `${first.title} is ahead, but not told apart from ${second.title} yet: it needs about ` +
          `${needed} more votes.`;
  const { fragility } = ranking;
  return (
    <div className="space-y-2">
      <p className="text-lg">
        {told}
        {fragility && (
          <span className="quiet">
            {' '}
            Without {fragility.votes === 1 ? 'a single vote' : `${fragility.votes} votes`} that
            matter most, {titleOf({ name: nameOf(fragility.rival) }).title} would lead.
          </span>
        )}
      </p>
      {fragility && fragility.which.length > 0 && (
        <details className="text-sm print:hidden">
          <summary className="quiet cursor-pointer">
            {fragility.which.length < fragility.votes
              ? `The ${fragility.which.length} that matter most`
              : fragility.votes === 1
                ? 'That vote'
                : 'Those votes'}
          </summary>
          <p className="mt-2 flex flex-wrap gap-2">
            {fragility.which.map(({ matchup }, index) => (
              <Link key={matchup} href={`/v/${matchup}`} className="pill">
                Verdict {index + 1}
              </Link>
            ))}
          </p>
        </details>
      )}
    </div>
  );
}

/** How evenly the models were judged. */
function Exposure({ ranking: { models } }: { ranking: RankingShownFragment }) {
  const counts = models.map(({ votes }) => votes);
  const equal = counts.reduce((sum, votes) => sum + votes, 0) / counts.length;
  return (
    <>
      {' '}
      Each model was judged {Math.min(...counts)} to {Math.max(...counts)} times; equal shares would
      be {equal.toFixed(0)}.
    </>
  );
}

/** A ranking with everything that it takes to believe it. */
export async function RankingView({ ranking }: { ranking: RankingShownFragment }) {
  const titleOf = await readersModels();
  const { models, votes, voters, prompts, held, setAside } = ranking;
  return (
    <>
      <Verdict ranking={ranking} />
      <IntervalPlot
        models={models.map((model) => ({
          ...model,
          ...titleOf({ name: model.name, method: model.model?.method }),
        }))}
      />
      <RankingTable ranking={ranking} />
      <Progress ranking={ranking} />
      <p className="quiet text-sm">
        {votes} votes on {prompts} {prompts === 1 ? 'prompt' : 'prompts'} by {voters}{' '}
        {voters === 1 ? 'voter' : 'voters'}. A rank of 2–4 means that the votes allow any of these,
        for all models at once with 95 % confidence.
        <Exposure ranking={ranking} />
      </p>
      {held && (
        <p className="quiet text-sm">
          Not counted yet: {held.votes} {held.votes === 1 ? 'vote' : 'votes'} by {held.voters}{' '}
          {held.voters === 1 ? 'voter' : 'voters'} who have decided fewer than ten pairs. From the
          tenth on all of them count.
        </p>
      )}
      <p className="quiet text-sm">
        Nobody’s votes weigh more than {MOST_OF_ONE}. Once {ENOUGH_SEASONED} voters have decided{' '}
        {SEASONED.decided} pairs, the first of them {SEASONED.days} days before, all others together
        weigh {SHARE_OF_YOUNG * 100} % of theirs at most: no sudden crowd moves a rank.
      </p>
      {setAside && (
        <p className="quiet text-sm">
          Not counted: {setAside.votes} {setAside.votes === 1 ? 'vote' : 'votes'} by{' '}
          {setAside.voters} {setAside.voters === 1 ? 'voter' : 'voters'} who answer as hardly
          anybody honest would. With them the order would be{' '}
          {setAside.modelsWithIt.map((model) => titleOf(model).title).join(', ')}.
        </p>
      )}
      <h2 className="text-xl font-semibold">Who beat whom</h2>
      <WinMatrix ranking={ranking} />
    </>
  );
}
