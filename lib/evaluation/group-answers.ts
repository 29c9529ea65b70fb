import { byVoter, type Gathering, type VoterVotes } from './gatherings';
import {
  gradeOf,
  histories,
  LEAST_HISTORY,
  minus,
  placeOf,
  plus,
  surpriseOf,
  totalOf,
  type Grade,
  type Histories,
  type Surprise,
} from './surprise';
import type { ArenaVote } from './arena-votes';
import { weightsOf } from './weights';

/** What a vote of a group says of one of its two models. */
export interface Answer {
  readonly voter: string;
  readonly place: string;
  readonly grade: Grade;
  /** Against what others said of the pair, and how much of that there is; undefined where it is too little. */
  readonly surprise: (Surprise & { readonly known: number }) | undefined;
}

/** What counts of what all have said, and what each voter's part in it is. */
export class Known {
  readonly all: Histories;
  readonly #own = new Map<string, Histories>();
  readonly #voters: readonly VoterVotes[];
  /** What those said who had begun before the gathering that was asked for last. */
  readonly #before: Histories = new Map();
  #next = 0;

  constructor(votes: readonly ArenaVote[]) {
    const weights = weightsOf(votes);
    this.#voters = byVoter(votes);
    for (const { voter, votes: own } of this.#voters) this.#own.set(voter, histories(own, weights));
    this.all = histories(votes, weights);
  }

  /** A voter's own part; nothing of one whose votes do not count. */
  of(voter: string): Histories | undefined {
    return this.#own.get(voter);
  }

  /** What those said who had begun by then; the moments are asked for in their order. */
  #until(from: number): Histories {
    for (; ; this.#next += 1) {
      const one = this.#voters[this.#next];
      if (!one || one.begun >= from) return this.#before;
      plus(this.#before, this.#own.get(one.voter));
    }
  }

  /**
   * By model, what the votes of a gathering say of it. They are compared with what was said by who had come before,
   * whom the gathering cannot outnumber; where that is too little, with what all others say. Gatherings come in their order.
   */
  answersOf({ from, voters }: Gathering): Map<string, Answer[]> {
    const before = this.#until(from);
    const group: Histories = new Map();
    for (const { voter } of voters) plus(group, this.#own.get(voter));
    const byModel = new Map<string, Answer[]>();
    for (const vote of voters.flatMap(({ votes }) => votes)) {
      for (const [model, other] of [
        [vote.first, vote.second],
        [vote.second, vote.first],
      ] as const) {
        const grade = gradeOf(vote, model);
        if (grade === undefined) continue;
        const place = placeOf(vote.base, model, other);
        const earlier = minus(before.get(place));
        const others =
          totalOf(earlier) < LEAST_HISTORY ? minus(this.all.get(place), group.get(place)) : earlier;
        const known = totalOf(others);
        const surprise =
          known < LEAST_HISTORY ? undefined : { ...surpriseOf(others, grade), known };
        const name = `${model} of ${vote.base}`;
        const answers = byModel.get(name);
        const answer = { voter: vote.voter, place, grade, surprise };
        if (answers) answers.push(answer);
        else byModel.set(name, [answer]);
      }
    }
    return byModel;
  }
}
