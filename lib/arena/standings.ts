import { createHash, type Hash } from 'node:crypto';
import { setImmediate as letOthersRun } from 'node:timers/promises';
import { z } from 'zod';
import type { ArenaVote } from '@/lib/evaluation/arena-votes';
import { isCounted } from '@/lib/evaluation/held';
import { RANKING_VERSION, rankVotes } from '@/lib/evaluation/leaderboard';
import { reliabilityOf } from '@/lib/evaluation/reliability';
import { sliceRankingSchema } from '@/lib/evaluation/slice-ranking-schema';
import { sliceKey, Slices, type SliceVotes } from '@/lib/evaluation/slices';
import { pool } from '@/lib/store/database';
import { exportedVotes } from './exported-votes';
import { countPictureVotes } from './picture-votes';
import { CHANGES } from './tally';

/**
 * Changes whenever the published votes do, and is read in a moment, however many there are: what is said of their voters
 * changes with the quarantines, which are few, and everything else is noted, signing in too.
 */
const MARK = `
  SELECT now() AS at, json_build_object(
    'version', $1::int, 'changes', ${CHANGES},
    'quarantined', count(*), 'lifted', count("liftedAt"))::text AS mark
  FROM "Quarantine"`;

const markRows = z.tuple([z.object({ at: z.date(), mark: z.string() })]);

/** What a mark is compared with. */
const STORED = 'SELECT mark, votes FROM "Standings"';

const storedRows = z.array(z.object({ mark: z.string(), votes: z.number() }));

/** One statement, so that whoever reads has all of it or nothing; what was read later is not overwritten. */
const STORE = `
  WITH newer AS (
    INSERT INTO "Standings" (mark, votes, reliability, "computedAt")
    VALUES ($1, $2::int, $3::jsonb, $4::timestamptz)
    ON CONFLICT (id) DO UPDATE SET mark = EXCLUDED.mark, votes = EXCLUDED.votes,
      reliability = EXCLUDED.reliability, "computedAt" = EXCLUDED."computedAt"
      WHERE "Standings"."computedAt" <= EXCLUDED."computedAt"
    RETURNING id
  ), fresh AS (
    SELECT r.* FROM newer, jsonb_to_recordset($5::jsonb)
      AS r(slice text, "votesSha256" text, ranking jsonb)
  ), gone AS (
    DELETE FROM "StoredRanking"
    WHERE EXISTS (SELECT 1 FROM newer) AND slice NOT IN (SELECT slice FROM fresh)
  )
  INSERT INTO "StoredRanking" (slice, "votesSha256", ranking)
  SELECT slice, "votesSha256", ranking FROM fresh
  ON CONFLICT (slice) DO UPDATE
    SET "votesSha256" = EXCLUDED."votesSha256", ranking = EXCLUDED.ranking`;

/** What became of a refresh. */
export interface Refresh {
  /** False where the votes were those of the stored rankings, and so nothing was done. */
  readonly changed: boolean;
  /** How many votes are published. */
  readonly votes: number;
  readonly ms: number;
}

/** All published votes, and those of each slice with the hash of their lines in the export. */
async function readVotes(signal: AbortSignal | undefined) {
  const votes: ArenaVote[] = [];
  const slices = new Slices();
  const hashes = new Map<SliceVotes, Hash>();
  for await (const vote of exportedVotes()) {
    signal?.throwIfAborted();
    votes.push(vote);
    const line = `${JSON.stringify(vote)}\n`;
    for (const slice of slices.add(vote)) {
      const hash = hashes.get(slice) ?? createHash('sha256');
      hashes.set(slice, hash.update(line));
    }
  }
  return { votes, slices: slices.all(), hashes };
}

/**
 * Ranks every slice of the published votes, counts those on each picture, and stores all rankings at once, unless nothing has changed since it
 * was last done; what changes while it reads is seen next time. Throws the signal's reason when it is aborted, and
 * then stores nothing.
 */
export async function refreshStandings(signal?: AbortSignal): Promise<Refresh> {
  signal?.throwIfAborted();
  const begun = performance.now();
  const asked = await pool().query(MARK, [RANKING_VERSION]);
  const [{ at, mark }] = markRows.parse(asked.rows);
  const [before] = storedRows.parse((await pool().query(STORED)).rows);
  if (before?.mark === mark) {
    return { changed: false, votes: before.votes, ms: performance.now() - begun };
  }
  const { votes, slices, hashes } = await readVotes(signal);
  const rows: object[] = [];
  for (const slice of slices) {
    // What could not be read again must not be stored.
    const ranking = sliceRankingSchema.parse(rankVotes(slice));
    rows.push({ slice: sliceKey(slice), votesSha256: hashes.get(slice)?.digest('hex'), ranking });
    await letOthersRun();
    signal?.throwIfAborted();
  }
  // Before the mark is stored: what was not counted is counted next time.
  await countPictureVotes();
  const reliability = reliabilityOf(votes.filter(isCounted));
  const values = [mark, votes.length, JSON.stringify(reliability), at, JSON.stringify(rows)];
  await pool().query(STORE, values);
  return { changed: true, votes: votes.length, ms: performance.now() - begun };
}
