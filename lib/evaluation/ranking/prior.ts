/** What is believed of strengths before any vote: normal, each by itself, on the natural (logit) scale. */
export interface Prior {
  /** Standard deviation of a strength around 0. */
  readonly strength: number;
  /** Standard deviation of Davidson's log ν around 0, where a tie is as likely as each win of equals. */
  readonly ties: number;
}

/**
 * Weak: it says that a model wins against another nearly always between 1 in 65 and 64 in 65 times. Forty
 * votes on a pair outweigh it thirtyfold; five votes, an unbeaten model or nothing but ties stay sane.
 */
export const PRIOR: Prior = { strength: 1.5, ties: 1.5 };

/** What a model needs for a rating: so many votes for or against it, of so many voters. */
export const THRESHOLD = { decisive: 10, voters: 5 } as const;

/** The same of one person's own votes, which have thirty for all models together. */
export const OWN_THRESHOLD = { decisive: 5, voters: 1 } as const;

/** One over the variance of each parameter of (theta, eta if fitted); 0 where nothing is believed. */
export function precisions(prior: Prior | null, models: number, fitsTies: boolean): number[] {
  const strength = prior ? prior.strength ** -2 : 0;
  const ties = prior ? [prior.ties ** -2] : [0];
  return [...new Array<number>(models).fill(strength), ...(fitsTies ? ties : [])];
}
