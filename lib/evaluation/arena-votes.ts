import { z } from 'zod';
import { OUTCOMES } from './ranking/votes';

/** One line of the public export: a vote with everything that a ranking needs to know of it. */
export const arenaVoteSchema = z.object({
  id: z.string(),
  matchup: z.string(),
  /** ISO 8601, UTC. */
  at: z.string(),
  question: z.enum(['ALIGNMENT', 'OVERALL']),
  base: z.string(),
  category: z.string(),
  /** Whether the short prompt was painted, or its longer version. */
  form: z.enum(['SIMPLE', 'ENRICHED']),
  prompt: z.string(),
  /** Pictures of one prompt, in pairs from the same noise, by a name: seeds would let others paint them, too. */
  set: z.string(),
  /** The model on the left, as name@weights; then the one on the right. */
  first: z.string(),
  second: z.string(),
  outcome: z.enum(OUTCOMES),
  /** A name that leads nowhere, the same for all votes of a voter. */
  voter: z.string(),
  /** SAMPLED votes make the rankings; REPEATED and GOLD ones show how reliable the voters are. */
  kind: z.enum(['SAMPLED', 'REPEATED', 'GOLD']),
  /** Null where no pair was drawn. */
  propensity: z.number().gt(0, 'must be above 0').max(1, 'must be 1 or less').nullable(),
  /** Of a GOLD one: which is right. */
  gold: z.enum(['FIRST', 'SECOND']).nullable(),
  /** Of a REPEATED one: the matchup that it repeats. */
  repeats: z.string().nullable(),
  /** Set aside, because no honest voter would plausibly answer like this one. */
  quarantined: z.boolean(),
  // Exports of before these were have none of them.
  /** Not counted yet, because its voter has decided too few matchups to be judged: see `LEAST_DECIDED`. */
  held: z.boolean().default(false),
  /** Its voter has decided so many matchups that others weigh little beside them: see `SEASONED`. */
  seasoned: z.boolean().default(false),
  /** Its voter has signed in. */
  verified: z.boolean().default(false),
});

export type ArenaVote = z.infer<typeof arenaVoteSchema>;

/** The vote that `data` is. Throws Error that begins with `place`, where it was found. */
export function arenaVote(data: unknown, place: string): ArenaVote {
  const parsed = arenaVoteSchema.safeParse(data);
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  throw new Error(`${place}: ${issue?.path.join('.') ?? 'vote'}: ${issue?.message ?? ''}`);
}

/** Reads one line of the export. Throws Error that names the line. */
export function parseVoteLine(line: string, number: number): ArenaVote {
  let data: unknown;
  try {
    data = JSON.parse(line);
  } catch {
    throw new Error(`Line ${number} is not JSON.`);
  }
  return arenaVote(data, `Line ${number}`);
}
