import { createHash } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import type { ArenaVote } from '@/lib/evaluation/arena-votes';
import { rankSlice, type SliceRanking } from '@/lib/evaluation/leaderboard';
import { reliabilityOf } from '@/lib/evaluation/reliability';
import { inSlice, sliceKey, slicesOf, type Slice } from '@/lib/evaluation/slices';
import { prisma } from '@/lib/store/database';
import type { Prisma } from '@/lib/store/generated/client';
import { allVotes } from './exported-votes';
import { publicVoter } from './names';

/** Rankings may be this old: recomputing them at every vote would slow the votes. */
const STALE_MS = 5000;
/** And so many times as old as they took: nineteen votes in twenty meet no ranking. */
const STALE_TIMES = 20;

interface Snapshot {
  readonly begun: number;
  readonly votes: Promise<readonly ArenaVote[]>;
  /** Milliseconds that its votes and rankings have taken so far; for ever, while they are being read. */
  took: number;
  readonly rankings: Map<string, SliceRanking>;
}

let kept: Snapshot | undefined;

function snapshot(): Snapshot {
  const now = performance.now();
  if (kept && now < kept.begun + Math.max(STALE_MS, STALE_TIMES * kept.took)) return kept;
  const votes = allVotes();
  const fresh: Snapshot = { begun: now, votes, took: Infinity, rankings: new Map() };
  kept = fresh;
  votes.then(
    () => (fresh.took = performance.now() - now),
    () => (kept = undefined),
  );
  return fresh;
}

async function rankOnce(snapshot: Snapshot, slice: Slice): Promise<SliceRanking> {
  const votes = await snapshot.votes;
  const name = sliceKey(slice);
  const known = snapshot.rankings.get(name);
  if (known) return known;
  const begun = performance.now();
  const ranking = rankSlice(votes, slice);
  snapshot.took += performance.now() - begun;
  snapshot.rankings.set(name, ranking);
  return ranking;
}

/** The ranking of one slice, a few seconds old, or as many as reading and ranking all votes needs. */
export async function ranking(slice: Slice): Promise<SliceRanking> {
  return rankOnce(snapshot(), slice);
}

/** All rankings; between two of them votes have this thread, twice as long as a ranking had it. */
export async function allRankings(): Promise<SliceRanking[]> {
  const current = snapshot();
  const rankings: SliceRanking[] = [];
  for (const slice of slicesOf(await current.votes)) {
    const begun = performance.now();
    rankings.push(await rankOnce(current, slice));
    await sleep(2 * (performance.now() - begun));
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
  const current = snapshot();
  const kept = await rankOnce(current, slice);
  if (kept.ranking.models.length === 0) return undefined;
  const hash = createHash('sha256');
  for (const vote of inSlice(await current.votes, slice)) hash.update(`${JSON.stringify(vote)}\n`);
  const place = { slice: JSON.stringify(slice), votesSha256: hash.digest('hex') };
  const { id } = await prisma().rankingSnapshot.upsert({
    where: { slice_votesSha256: place },
    create: { ...place, ranking: jsonOf(kept) },
    update: place,
  });
  return id;
}

/** From so many own votes there is a personal ranking. */
export const LEAST_OWN_VOTES = 30;

/** How many sampled pairs the voter has judged, and from enough of them their own ranking. */
export async function personalRanking(voterId: string, base: string) {
  const votes = await snapshot().votes;
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
  const votes = await snapshot().votes;
  return reliabilityOf(votes.filter(({ quarantined }) => !quarantined));
}
