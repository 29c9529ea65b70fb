import { z } from 'zod';
import type { SliceRanking } from './leaderboard';
import { VOTER_GROUPS } from './slices';

const ranking = z.object({
  ties: z.enum(['davidson', 'half-wins']),
  reweighted: z.boolean(),
  votes: z.number(),
  voters: z.number(),
  prompts: z.number(),
  models: z.array(
    z.object({
      model: z.string(),
      rating: z.number(),
      low: z.number().nullable(),
      high: z.number().nullable(),
      bestRank: z.number(),
      worstRank: z.number(),
      votes: z.number(),
      bothBad: z.number(),
    }),
  ),
  unranked: z.array(z.string()),
  nu: z.number().nullable(),
  votesToSeparate: z.array(z.number().nullable()),
});

/** What was said of each model, as it was stored. */
export const countsSchema = z.array(
  z.object({
    model: z.string(),
    votes: z.number(),
    decisive: z.number(),
    won: z.number(),
    ties: z.number(),
    bothBad: z.number(),
    voters: z.number(),
    share: z.number().nullable(),
    shareLow: z.number().nullable(),
    shareHigh: z.number().nullable(),
  }),
);

/** A ranking that was stored as JSON. */
export const sliceRankingSchema: z.ZodType<SliceRanking> = z.object({
  base: z.string(),
  category: z.string(),
  question: z.enum(['ALIGNMENT', 'OVERALL']),
  form: z.enum(['SIMPLE', 'ENRICHED', 'ALL']),
  // Rankings that were kept before there were groups are of all voters.
  voters: z.enum(VOTER_GROUPS).default('ALL'),
  ranking,
  setAside: z.object({ votes: z.number(), voters: z.number(), rankingWithIt: ranking }).nullable(),
  // Rankings that were kept before any vote was held back have none.
  held: z.object({ votes: z.number(), voters: z.number() }).nullable().default(null),
  pairs: z.array(
    z.object({
      first: z.string(),
      second: z.string(),
      wins: z.number(),
      losses: z.number(),
      ties: z.number(),
      bothBad: z.number(),
    }),
  ),
  // Rankings that were kept before there was a prior have none.
  counts: countsSchema.default([]),
  // Rankings that were kept in the first days have neither this nor the names of the votes.
  reweighted: ranking.nullable().default(null),
  fragility: z
    .object({
      leader: z.string(),
      rival: z.string(),
      votes: z.number(),
      which: z.array(z.object({ id: z.string(), matchup: z.string() })).default([]),
    })
    .nullable(),
});
