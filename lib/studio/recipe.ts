import type { Prisma } from '@/lib/store/generated/client';

/** Selects all that a Generation's picture depends on besides its model and seed: what a copy of it copies. */
export const RECIPE = {
  promptId: true,
  enrichmentId: true,
  negativePrompt: true,
  steps: true,
  guidanceScale: true,
  guidanceRescale: true,
  scheduler: true,
  timestepSpacing: true,
  noise: true,
  width: true,
  height: true,
  initialSha256: true,
  strength: true,
} satisfies Prisma.GenerationSelect;
