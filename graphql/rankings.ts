import { createHash } from 'node:crypto';
import { setImmediate } from 'node:timers/promises';
import { z } from 'zod';
import type { ArenaVote } from '@/lib/evaluation/arena-votes';
import {
  inSlice,
  rankSlice,
  slicesOf,
  type Slice,
  type SliceRanking,
} from '@/lib/evaluation/leaderboard';
import { prisma } from '@/lib/store/database';
import type { Prisma } from '@/lib/store/generated/client';
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

/** The base of that name, or the one that came first. */
export async function baseNamed(name: string | null | undefined): Promise<string> {
  return name ?? (await prisma().base.findFirst({ orderBy: { id: 'asc' } }))?.name ?? '';
}

/** As it will be read again: nothing but what JSON has. */
function jsonOf(ranking: SliceRanking): Prisma.InputJsonObject {
  return z.record(z.string(), z.json()).parse(JSON.parse(JSON.stringify(ranking)));
}

/**
 * Keeps the ranking of a slice as it stands, once for the same votes. Returns the snapshot's id;
 * undefined when there are too few votes for any ranking.
 */
export async function keepRanking(slice: Slice): Promise<string | undefined> {
  const current = await snapshot();
  const kept = rankOnce(current, slice);
  if (kept.ranking.models.length === 0) return undefined;
  const hash = createHash('sha256');
  for (const vote of inSlice(current.votes, slice)) hash.update(`${JSON.stringify(vote)}\n`);
  const place = { slice: JSON.stringify(slice), votesSha256: hash.digest('hex') };
  const { id } = await prisma().rankingSnapshot.upsert({
    where: { slice_votesSha256: place },
    create: { ...place, ranking: jsonOf(kept) },
    update: {},
  });
  return id;
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
