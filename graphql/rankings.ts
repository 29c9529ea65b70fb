import { setImmediate } from 'node:timers/promises';
import type { ArenaVote } from '@/lib/evaluation/arena-votes';
import { rankSlice, slicesOf, type Slice, type SliceRanking } from '@/lib/evaluation/leaderboard';
import { reliabilityOf } from '@/lib/evaluation/reliability';
import { exportedVotes, publicVoter } from '@/lib/store/arena/exported-votes';

/** Rankings may be this old: recomputing them at every vote would slow the votes. */
const STALE_MS = 5000;

interface Snapshot {
  readonly votes: readonly ArenaVote[];
  readonly rankings: Map<string, SliceRanking>;
}

let kept: { readonly snapshot: Promise<Snapshot>; readonly until: number } | undefined;

async function read(): Promise<Snapshot> {
  const votes: ArenaVote[] = [];
  for await (const vote of exportedVotes()) votes.push(vote);
  return { votes, rankings: new Map() };
}

function snapshot(): Promise<Snapshot> {
  if (!kept || Date.now() > kept.until) {
    const fresh = read();
    kept = { snapshot: fresh, until: Date.now() + STALE_MS };
    fresh.catch(() => (kept = undefined));
  }
  return kept.snapshot;
}

function rankOnce({ votes, rankings }: Snapshot, slice: Slice): SliceRanking {
  const name = JSON.stringify(slice);
  const known = rankings.get(name) ?? rankSlice(votes, slice);
  rankings.set(name, known);
  return known;
}

/** The ranking of one slice, a few seconds old at most. */
export async function ranking(slice: Slice): Promise<SliceRanking> {
  return rankOnce(await snapshot(), slice);
}

/** All rankings; between two of them other requests are served. */
export async function allRankings(): Promise<SliceRanking[]> {
  const votes = await snapshot();
  const rankings: SliceRanking[] = [];
  for (const slice of slicesOf(votes.votes)) {
    rankings.push(rankOnce(votes, slice));
    await setImmediate();
  }
  return rankings;
}

/** From so many own votes there is a personal ranking. */
export const LEAST_OWN_VOTES = 30;

/** How many sampled pairs the voter has judged, and from enough of them their own ranking. */
export async function personalRanking(voterId: string, base: string) {
  const { votes } = await snapshot();
  const name = publicVoter(voterId);
  // Their own votes count for themselves, whatever others think of them.
  const own = votes
    .filter(({ voter }) => voter === name)
    .map((vote) => ({ ...vote, quarantined: false }));
  const slice = { base, category: 'ALL', question: 'ALIGNMENT', form: 'ALL' } as const;
  const judged = own.filter(({ kind, question }) => kind === 'SAMPLED' && question === 'ALIGNMENT');
  const enough = judged.length >= LEAST_OWN_VOTES;
  return {
    votes: judged.length,
    ranking: enough ? rankSlice(own, slice, { personal: true }) : null,
  };
}

/** How far the voters can be relied on. */
export async function reliability() {
  const { votes } = await snapshot();
  return reliabilityOf(votes.filter(({ quarantined }) => !quarantined));
}
