import { z } from 'zod';

export const RANKING_FIELDS = /* GraphQL */ `
  votes
  voters
  prompts
  models {
    label
    name
    rating
    low
    high
    bestRank
    worstRank
    votes
    bothBad
    model {
      status
    }
  }
  unranked
  votesToSeparate
  pairs {
    first
    second
    wins
    losses
    ties
    bothBad
  }
  fragility {
    leader
    rival
    votes
    which {
      matchup
    }
  }
  reweighted {
    label
    rating
    low
    high
  }
  setAside {
    votes
    voters
    modelsWithIt {
      name
    }
  }
`;

export const rankingShape = z.object({
  votes: z.number(),
  voters: z.number(),
  prompts: z.number(),
  models: z.array(
    z.object({
      label: z.string(),
      name: z.string(),
      rating: z.number(),
      low: z.number().nullable(),
      high: z.number().nullable(),
      bestRank: z.number(),
      worstRank: z.number(),
      votes: z.number(),
      bothBad: z.number(),
      model: z.object({ status: z.string() }).nullable(),
    }),
  ),
  unranked: z.array(z.string()),
  votesToSeparate: z.array(z.number().nullable()),
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
  setAside: z
    .object({
      votes: z.number(),
      voters: z.number(),
      modelsWithIt: z.array(z.object({ name: z.string() })),
    })
    .nullable(),
  fragility: z
    .object({
      leader: z.string(),
      rival: z.string(),
      votes: z.number(),
      which: z.array(z.object({ matchup: z.string() })),
    })
    .nullable(),
  reweighted: z
    .array(
      z.object({
        label: z.string(),
        rating: z.number(),
        low: z.number().nullable(),
        high: z.number().nullable(),
      }),
    )
    .nullable(),
});

export type Ranking = z.infer<typeof rankingShape>;

/** What people call a model: its name without the hash of its weights. */
export function nameOf(label: string): string {
  return label.split('@')[0] ?? label;
}

/** "1012 (980 to 1044)", or what is missing for an interval. */
export function ratingInWords(of: {
  readonly rating: number;
  readonly low: number | null;
  readonly high: number | null;
}): string {
  const interval =
    of.low === null || of.high === null
      ? 'too few voters for an interval'
      : `${of.low.toFixed(0)} to ${of.high.toFixed(0)}`;
  return `${of.rating.toFixed(0)} (${interval})`;
}

/** Nobody will ever cast more votes than this to tell two models apart. */
const TOO_MANY = 1_000_000;

/** "140" or "12,000": two digits are all that such an estimate has. Null when it is beyond reach. */
export function votesNeeded(votes: number | null | undefined): string | null {
  if (votes === null || votes === undefined || votes > TOO_MANY) return null;
  return Number(votes.toPrecision(2)).toLocaleString('en');
}
