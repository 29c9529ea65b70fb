/** The ranges of every setting of a picture; the form and the API share them. */
export const LIMITS = {
  prompt: 500,
  enrichment: 1000,
  seeds: 4,
  steps: { min: 1, max: 100, default: 25 },
  guidanceScale: { min: 0, max: 20, default: 4 },
  guidanceRescale: { min: 0, max: 1, default: 0 },
} as const;
