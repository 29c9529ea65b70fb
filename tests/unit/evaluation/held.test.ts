import fc from 'fast-check';
import { expect, test } from 'vitest';
import { isCounted, LEAST_DECIDED, SEASONED, withStandings } from '@/lib/evaluation/held';
import { leaderboard, rankSlice } from '@/lib/evaluation/leaderboard';
import type { ArenaVote } from '@/lib/evaluation/arena-votes';

const SLICE = {
  base: 'base',
  category: 'ALL',
  question: 'ALIGNMENT',
  form: 'ALL',
  voters: 'ALL',
} as const;

interface Turn {
  readonly voter: string;
  readonly outcome: ArenaVote['outcome'];
  readonly first: number;
  readonly isDecided: boolean;
  readonly quarantined: boolean;
}

const turns = fc.array(
  fc.record<Turn>({
    voter: fc.constantFrom('ann', 'ben', 'eve', 'kim'),
    outcome: fc.constantFrom('FIRST' as const, 'SECOND' as const, 'TIE' as const),
    first: fc.nat(3),
    isDecided: fc.boolean(),
    quarantined: fc.boolean(),
  }),
  { maxLength: 90 },
);

/** One or both answers of each turn, as the export has them. */
function votesOf(all: readonly Turn[]): ArenaVote[] {
  return all.flatMap(({ isDecided, first, ...said }, i) =>
    (isDecided ? (['ALIGNMENT', 'OVERALL'] as const) : (['ALIGNMENT'] as const)).map(
      (question): ArenaVote => ({
        ...said,
        question,
        id: `${String(i).padStart(3, '0')} ${question}`,
        matchup: `matchup ${i}`,
        at: new Date(i * 5000).toISOString(),
        base: 'base',
        category: 'COLOR',
        form: 'SIMPLE',
        prompt: `prompt ${i % 7}`,
        set: `set ${i}`,
        first: `model ${first}`,
        second: `model ${(first + 1) % 4}`,
        kind: 'SAMPLED',
        propensity: 0.5,
        gold: null,
        repeats: null,
        held: false,
        seasoned: false,
        verified: false,
      }),
    ),
  );
}

const decidedBy = (all: readonly Turn[], voter: string) =>
  all.filter((turn) => turn.isDecided && turn.voter === voter).length;

test('held back is who has decided fewer than ten, in any order of the votes', () => {
  fc.assert(
    fc.property(turns, (all) => {
      const votes = votesOf(all);
      const judged = withStandings(votes);
      for (const { voter, held } of judged) {
        expect(held).toBe(decidedBy(all, voter) < LEAST_DECIDED);
      }
      expect(withStandings([...votes].reverse())).toEqual([...judged].reverse());
      expect(withStandings(withStandings(votes))).toEqual(withStandings(votes));
    }),
  );
});

test('seasoned is who has decided twenty, the first a week before the newest of all', () => {
  const at = (day: number) => ({ at: new Date(Date.UTC(2026, 0, 1 + day)).toISOString() });
  const some = (voter: string, count: number, day: number) =>
    votesOf(
      Array.from({ length: count }, (_, i) => ({
        voter,
        outcome: 'TIE',
        first: i % 4,
        isDecided: true,
        quarantined: false,
      })),
    ).map((vote) => ({ ...vote, id: `${voter} ${vote.id}`, ...at(day) }));
  const seasoned = (newest: number) => {
    const votes = withStandings([
      ...some('early', SEASONED.decided, 0),
      ...some('few', SEASONED.decided - 1, 0),
      ...some('late', SEASONED.decided, newest),
    ]);
    return [...new Set(votes.filter((vote) => vote.seasoned).map(({ voter }) => voter))];
  };
  expect(seasoned(SEASONED.days)).toEqual(['early']);
  expect(seasoned(SEASONED.days - 1)).toEqual([]);
});

test('the ranking is that of the votes that count, and every other vote is told of', () => {
  fc.assert(
    fc.property(turns, (all) => {
      const votes = withStandings(votesOf(all));
      const { ranking, held, setAside } = rankSlice(votes, SLICE);
      expect(ranking).toEqual(rankSlice(votes.filter(isCounted), SLICE).ranking);
      const rest = (held?.votes ?? 0) + (setAside?.votes ?? 0);
      expect(ranking.votes + rest).toBe(all.length);
    }),
  );
});

test('whoever stops before the tenth changes no ranking, whatever and however many they are', () => {
  fc.assert(
    fc.property(turns, fc.array(turns, { maxLength: 5 }), (honest, crowd) => {
      const forged = crowd.flatMap((some, i) =>
        some.slice(0, LEAST_DECIDED - 1).map((turn) => ({ ...turn, voter: `bot ${i}` })),
      );
      const places = (all: readonly Turn[]) =>
        leaderboard(withStandings(votesOf(all)))
          .filter(({ ranking }) => ranking.models.length > 0)
          .map(({ ranking, category, question }) => ({ ranking, category, question }));
      expect(places([...honest, ...forged])).toEqual(places(honest));
    }),
    { numRuns: 30 },
  );
});
