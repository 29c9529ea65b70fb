import { MethodName } from '@/app/components/method-name';
import type { GroupRankingFragment, VoterGroup } from './ranking.documents';
import { GROUPS, GROUP_TITLES } from './groups';

interface Props {
  /** The group whose ranking the page shows in full. */
  readonly chosen: VoterGroup;
  readonly all: GroupRankingFragment;
  readonly seasoned: GroupRankingFragment;
  /** Undefined where nobody can sign in. */
  readonly verified?: GroupRankingFragment | undefined;
}

const counted = (count: number, one: string) => `${count} ${one}${count === 1 ? '' : 's'}`;

function Rating({ of, label }: { of: GroupRankingFragment; label: string }) {
  const model = of.models.find((own) => own.label === label);
  if (!model) return <span className="quiet text-xs">not enough votes yet</span>;
  const { rating, low, high } = model;
  return (
    <>
      <span className="font-medium">{rating.toFixed(0)}</span>
      <span className="quiet block text-xs">
        {low === null || high === null
          ? 'no interval yet'
          : `${low.toFixed(0)} to ${high.toFixed(0)}`}
      </span>
    </>
  );
}

/** The same ranking by everybody, by voters who have answered much, and by those who have signed in. */
export function SideBySide({ chosen, all, seasoned, verified }: Props) {
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
        By whose votes
      </h2>
      <p className="quiet text-sm">
        Votes that were bought would show as a difference between these columns.
      </p>
      <table className="mt-2 w-full max-w-3xl table-fixed text-sm tabular-nums">
        <thead>
          <tr className="text-left align-bottom">
            <th className="quiet py-1 pr-2 font-medium">Model</th>
            {groups.map(({ group, ranking }) => (
              <th key={group} scope="col" className="py-1 pr-2 font-medium">
                {GROUP_TITLES[group]}
                {group === chosen && <span className="quiet font-normal"> (above)</span>}
                <span className="quiet block text-xs font-normal">
                  {counted(ranking.voters, 'voter')}
                </span>
                <span className="quiet block text-xs font-normal">
                  {counted(ranking.votes, 'vote')}
                </span>
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {[...names].map(([label, name]) => (
            <tr key={label} className="border-t border-slate-200 align-top dark:border-slate-700">
              <th scope="row" className="py-2 pr-2 text-left font-medium break-words">
                <MethodName name={name} />
              </th>
              {groups.map(({ group, ranking }) => (
                <td key={group} className="py-2 pr-2">
                  <Rating of={ranking} label={label} />
                </td>
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}
