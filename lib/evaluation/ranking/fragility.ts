import { cell } from './cell';
import { at } from '@/lib/at';
import { scoreContributions } from './covariance';
import { isEnough, modelCounts } from './counts';
import { PRIOR, THRESHOLD } from './prior';
import { bread, fitStrengths, largestIsland, type Fit } from './strengths';
import { selectRows, tally, type VoteTable } from './votes';

/** How few votes carry the first place. */
export interface Fragility {
  readonly leader: string;
  /** Who would lead without them. */
  readonly rival: string;
  /** Rows of the table whose removal changes the leader, those that matter most first. */
  readonly rows: readonly number[];
}

function leaderOf({ theta }: Fit): number {
  return theta.indexOf(Math.max(...theta));
}

/** By how much, to first order, each vote keeps `leader` above `rival`. */
function influences(table: VoteTable, fit: Fit, leader: number, rival: number): Float64Array {
  const models = fit.theta.length;
  const inner = bread(fit);
  const effect = Array.from(
    { length: inner.rows },
    (_, k) => inner.get(leader, k) - inner.get(rival, k),
  );
  const { score, tie } = scoreContributions(table, fit);
  // Where nobody said that two are equal, how readily people do is no parameter.
  const tieEffect = fit.fitsTies ? at(effect, models) : 0;
  return score.map((contribution, v) => {
    const gap = at(effect, cell(table.first, v)) - at(effect, cell(table.second, v));
    return gap * contribution + tieEffect * cell(tie, v);
  });
}

/** The leader's index once `rows` are gone; undefined when some have no rating any more. */
function leaderWithout(table: VoteTable, rows: readonly number[]) {
  const gone = new Set(rows);
  const kept = [...table.outcome.keys()].filter((row) => !gone.has(row));
  const left = selectRows(table, kept);
  const count = tally(left);
  if (largestIsland(count).length < table.models.length) return undefined;
  if (!modelCounts(left).every((own) => isEnough(own, THRESHOLD))) return undefined;
  return leaderOf(fitStrengths(count, 'davidson', PRIOR));
}

/**
 * The fewest votes that can be found whose removal gives the first place to somebody else: those of
 * largest influence, to first order (Broderick, Giordano and Meager 2020), checked by fitting anew. All models
 * of `table` must have a rating. Null when no such set is found in half of the votes.
 */
export function leaderFragility(table: VoteTable): Fragility | null {
  const fit = fitStrengths(tally(table), 'davidson', PRIOR);
  const leader = leaderOf(fit);
  let found: Fragility | null = null;
  for (const [rival, theta] of fit.theta.entries()) {
    if (rival === leader) continue;
    const influence = influences(table, fit, leader, rival);
    const order = [...influence.keys()].sort((a, b) => cell(influence, b) - cell(influence, a));
    let gap = at(fit.theta, leader) - theta;
    let count = 0;
    while (gap > 0 && count < table.size && cell(influence, at(order, count)) > 0) {
      gap -= cell(influence, at(order, count));
      count += 1;
    }
    // To first order it may be too few: a tenth more at a time until the fit agrees.
    for (; count <= table.size / 2; count += Math.max(1, Math.ceil(count / 10))) {
      if (found && count >= found.rows.length) break;
      const rows = order.slice(0, count);
      const now = leaderWithout(table, rows);
      if (now === undefined) break;
      if (now === leader) continue;
      found = { leader: at(table.models, leader), rival: at(table.models, now), rows };
      break;
    }
  }
  return found;
}
