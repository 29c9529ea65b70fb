import { MethodName } from '@/app/components/method-name';
import { words } from '@/app/words/server';
import type { Translate } from '@/app/words/translate';
import { intervalInWords } from './in-words';
import type { GroupRankingFragment, VoterGroup } from './ranking.documents';
import { GROUPS } from './groups';

interface Props {
  /** The group whose ranking the page shows in full. */
  readonly chosen: VoterGroup;
  readonly all: GroupRankingFragment;
  readonly seasoned: GroupRankingFragment;
  /** Undefined where nobody can sign in. */
  readonly verified?: GroupRankingFragment | undefined;
}

interface RatingProps {
  readonly of: GroupRankingFragment;
  readonly label: string;
  readonly t: Translate;
}

function Rating({ of, label, t }: RatingProps) {
  const model = of.models.find((own) => own.label === label);
  if (!model) return <span className="quiet text-xs">{t('results.groupsBeside.tooFew')}</span>;
  return (
    <>
      <span className="font-medium">
        {t('results.rating', { rating: Math.round(model.rating) })}
      </span>
      <span className="quiet block text-xs">{intervalInWords(t, model)}</span>
    </>
  );
}

/** The same ranking by everybody, by voters who have answered much, and by those who have signed in. */
export async function SideBySide({ chosen, all, seasoned, verified }: Props) {
  const t = await words();
  const of = { ALL: all, SEASONED: seasoned, VERIFIED: verified };
  const groups = GROUPS.flatMap((group) => {
    const ranking = of[group];
    return ranking ? [{ group, ranking }] : [];
  });
  const names = new Map(
    groups.flatMap(({ ranking }) => ranking.models.map(({ label, name }) => [label, name])),
  );
  if (names.size === 0) return null;
  return (
    <section aria-labelledby="side-by-side">
      <h2 id="side-by-side" className="text-xl font-semibold">
        {t('results.groupsBeside.title')}
      </h2>
      <p className="quiet text-sm">{t('results.groupsBeside.why')}</p>
      <table className="mt-2 w-full max-w-3xl table-fixed text-sm">
        <thead>
          <tr className="text-left align-bottom">
            <th scope="col" className="quiet py-1 pr-2 font-normal">
              {t('results.table.method')}
            </th>
            {groups.map(({ group, ranking: { voters, votes } }) => (
              <th key={group} scope="col" className="py-1 pr-2 font-medium">
                {t(`results.groups.${group}`)}
                {group === chosen && (
                  <span className="quiet font-normal"> {t('results.groupsBeside.above')}</span>
                )}
                <span className="quiet block text-xs font-normal">
                  {t('results.voters', { count: voters })}
                </span>
                <span className="quiet block text-xs font-normal">
                  {t('results.votes', { count: votes })}
                </span>
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {[...names].map(([label, name]) => (
            <tr key={label} className="border-t border-(--line) align-top">
              <th scope="row" className="py-2 pr-2 text-left font-medium break-words">
                <MethodName name={name} />
              </th>
              {groups.map(({ group, ranking }) => (
                <td key={group} className="py-2 pr-2">
                  <Rating of={ranking} label={label} t={t} />
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
