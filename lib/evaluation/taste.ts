import type { ArenaVote } from './arena-votes';
import { isCounted } from './held';
import type { PairResult } from './leaderboard';
import { wilson, type MeasuredShare } from './reliability';

/** A model that somebody chose more often than others, of one category. */
export interface Trusted {
  readonly category: ArenaVote['category'];
  /** Its label, as name@weights. */
  readonly model: string;
  /** Of how many of their decided votes on it they chose it. */
  readonly share: MeasuredShare;
}

/** What all counted votes of a category say of each two models, and up to which moment. */
export interface Crowd {
  readonly pairs: readonly PairResult[];
  readonly computedAt: Date | null;
}

/** Of fewer votes nobody is told whom they trust. */
const LEAST_FOR_TRUST = 5;

/** Who was chosen, and who was not; undefined where nobody was. */
function chosen({ first, second, outcome }: ArenaVote) {
  if (outcome === 'FIRST') return { winner: first, loser: second };
  if (outcome === 'SECOND') return { winner: second, loser: first };
  return undefined;
}

/** The sampled answers to ALIGNMENT that chose one of two pictures. */
function decidedOf(own: readonly ArenaVote[]) {
  return own.flatMap((vote) => {
    const decision = chosen(vote);
    const isAsked = vote.kind === 'SAMPLED' && vote.question === 'ALIGNMENT';
    return isAsked && decision ? [{ vote, ...decision }] : [];
  });
}

/** How often `winner` was chosen over `loser`. */
function wins(pairs: readonly PairResult[], winner: string, loser: string): number {
  return pairs.reduce((sum, pair) => {
    if (pair.first === winner && pair.second === loser) return sum + pair.wins;
    if (pair.first === loser && pair.second === winner) return sum + pair.losses;
    return sum;
  }, 0);
}

/**
 * How often somebody chose the model that most others chose over the same other one in the same category. Their own votes are
 * taken out of the crowd's; undecided votes, and pairs of which others are undecided, are not asked about.
 */
export function agreementWithCrowd(
  own: readonly ArenaVote[],
  crowds: ReadonlyMap<string, Crowd>,
): MeasuredShare | undefined {
  const decided = decidedOf(own);
  const isInCrowd = (vote: ArenaVote, { computedAt }: Crowd) =>
    isCounted(vote) && computedAt !== null && Date.parse(vote.at) <= computedAt.getTime();
  let asked = 0;
  let same = 0;
  for (const { vote, winner, loser } of decided) {
    const crowd = crowds.get(vote.category);
    if (!crowd) continue;
    const mine = decided.filter(
      (other) => other.vote.category === vote.category && isInCrowd(other.vote, crowd),
    );
    const others = (a: string, b: string) => {
      const own = mine.filter((one) => one.winner === a && one.loser === b).length;
      return Math.max(0, wins(crowd.pairs, a, b) - own);
    };
    const [withThem, against] = [others(winner, loser), others(loser, winner)];
    if (withThem === against) continue;
    asked += 1;
    if (withThem > against) same += 1;
  }
  return wilson(same, asked);
}

/** The model and category of which somebody's decided votes are surest that it follows prompts best. */
export function mostTrusted(own: readonly ArenaVote[]): Trusted | undefined {
  const decided = decidedOf(own);
  const categories = [...new Set(decided.map(({ vote }) => vote.category))];
  const all = categories.flatMap((category) => {
    const here = decided.filter(({ vote }) => vote.category === category);
    const models = [...new Set(here.flatMap(({ winner, loser }) => [winner, loser]))];
    return models.flatMap((model) => {
      const won = here.filter(({ winner }) => winner === model).length;
      const lost = here.filter(({ loser }) => loser === model).length;
      const share = wilson(won, won + lost);
      return share && share.asked >= LEAST_FOR_TRUST && share.value > 0.5
        ? [{ category, model, share }]
        : [];
    });
  });
  return all.sort((a, b) => b.share.low - a.share.low || (a.model < b.model ? -1 : 1))[0];
}
