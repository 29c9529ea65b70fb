/** The ranges of every setting of a picture; the form and the API share them. Defaults are the base's. */
export const LIMITS = {
  prompt: 500,
  enrichment: 1000,
  seeds: 4,
  steps: { min: 1, max: 100 },
  guidanceScale: { min: 0, max: 20 },
  guidanceRescale: { min: 0, max: 1, default: 0 },
  /** Of the steps. */
  guidanceShare: { min: 0, max: 1 },
  strength: { min: 0.01, max: 1, default: 0.75 },
  /** Bytes of a picture to begin from. */
  upload: 10_000_000,
  /** Pixels. */
  side: { min: 32, max: 1024 },
} as const;

/** Far beyond the size that it has learned a base repeats itself, and its cost grows with the square of the pixels. */
export const TIMES_MADE_FOR = 2;

/** The most pixels of a side that visitors may ask of a base. */
export function mostSide({ resolution }: { readonly resolution: number }): number {
  return Math.min(LIMITS.side.max, TIMES_MADE_FOR * resolution);
}
