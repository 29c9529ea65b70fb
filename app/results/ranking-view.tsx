import { Fold } from '@/app/components/fold';
import { readersModels, words } from '@/app/words/server';
import { SEASONED } from '@/lib/evaluation/held';
import { ENOUGH_SEASONED, MOST_OF_ONE, SHARE_OF_YOUNG } from '@/lib/evaluation/weights';
import type { RankingShownFragment } from './ranking.documents';
import { IntervalPlot } from './interval-plot';
import { Progress } from './progress';
import { MoreOfEach, RankingTable } from './ranking-table';
import { WinMatrix } from './win-matrix';

interface Props {
  readonly ranking: RankingShownFragment;
}

/** Votes that were left out, if any were, and what they would change. */
async function LeftOut({ ranking: { held, setAside } }: Props) {
  const t = await words();
  const titleOf = await readersModels();
  return (
    <>
      {held && <p>{t('results.held', { votes: held.votes, voters: held.voters })}</p>}
      {setAside && (
        <p>
          {t('results.setAside', {
            votes: setAside.votes,
            voters: setAside.voters,
            order: setAside.modelsWithIt.map((model) => titleOf(model).title).join(', '),
          })}
        </p>
      )}
    </>
  );
}

/** A ranking with everything that it takes to believe it. */
export async function RankingView({ ranking }: Props) {
  const t = await words();
  const titleOf = await readersModels();
  const { models, votes, voters, prompts } = ranking;
  const counts = models.map((model) => model.votes);
  const equal = counts.reduce((sum, count) => sum + count, 0) / counts.length;
  return (
    <div className="space-y-4">
      <IntervalPlot
        models={models.map((model) => ({
          ...model,
          ...titleOf({ name: model.name, method: model.model?.method }),
        }))}
      />
      <RankingTable ranking={ranking} />
      <div className="quiet max-w-text space-y-2 text-sm">
        <p>
          {t('results.from', { votes, prompts, voters })} {t('results.ranksAre')}
        </p>
        <LeftOut ranking={ranking} />
      </div>
      <Progress ranking={ranking} />
      <div>
        <Fold title={t('results.more.title')}>
          <MoreOfEach ranking={ranking} />
          <div className="quiet max-w-text mt-3 space-y-2 text-sm">
            <p>
              {t('results.exposure', {
                least: Math.min(...counts),
                most: Math.max(...counts),
                equal: Math.round(equal),
              })}
            </p>
            <p>
              {t('results.weights', {
                most: MOST_OF_ONE,
                voters: ENOUGH_SEASONED,
                decided: SEASONED.decided,
                days: SEASONED.days,
                share: SHARE_OF_YOUNG,
              })}
            </p>
          </div>
        </Fold>
        <Fold title={t('results.matrix.title')}>
          <WinMatrix ranking={ranking} />
        </Fold>
      </div>
    </div>
  );
}
