/** The names of the ways to guide, as their papers have them. */
export const GUIDANCE_TITLES = { APG: 'APG', CFG_ZERO_STAR: 'CFG-Zero*' } as const;
