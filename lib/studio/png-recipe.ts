import { isSchedulerName, SCHEDULER_NAMES } from '@/lib/diffusion/schedulers/names';
import type { Prisma } from '@/lib/store/generated/client';
import { settingsOf } from './recipe';

/** What of a Generation's surroundings its picture depends on. */
export const RECIPE_ROWS = {
  prompt: true,
  enrichment: true,
  model: { include: { base: { select: { name: true } } } },
} as const satisfies Prisma.GenerationInclude;

export type GenerationWithRecipe = Prisma.GenerationGetPayload<{ include: typeof RECIPE_ROWS }>;

/** The text that was painted: the enrichment where there is one. */
export function conditioningText(generation: GenerationWithRecipe): string {
  return generation.enrichment?.text ?? generation.prompt.text;
}

/**
 * The recipe as a PNG carries it: `parameters` in the form that Stable Diffusion tools read, and
 * `sarovar` as JSON with everything.
 */
export function recipeTexts(
  generation: GenerationWithRecipe,
  run: { readonly device: string; readonly runtime: Record<string, string> },
): Record<string, string> {
  const { model, negativePrompt, steps, guidanceScale, scheduler } = generation;
  const { seed, width, height, noise, timestepSpacing, strength } = generation;
  const { guidanceMode, guidanceFrom, guidanceTo } = generation;
  const text = conditioningText(generation);
  const settings = [
    `Steps: ${steps}`,
    `Sampler: ${isSchedulerName(scheduler) ? SCHEDULER_NAMES[scheduler].sampler : scheduler}`,
    `CFG scale: ${guidanceScale}`,
    `Seed: ${seed.toString()}`,
    `Size: ${width}x${height}`,
    `Model: ${model.base.name} ${model.name}`,
    `Model hash: ${model.weightsSha256.slice(0, 10)}`,
    `RNG: ${noise}`,
    ...(guidanceMode ? [`Guidance: ${guidanceMode}`] : []),
    ...(guidanceFrom === null ? [] : [`Guidance from: ${guidanceFrom}`]),
    ...(guidanceTo === null ? [] : [`Guidance to: ${guidanceTo}`]),
    ...(timestepSpacing ? [`Timestep spacing: ${timestepSpacing}`] : []),
    ...(strength === null ? [] : [`Denoising strength: ${strength}`]),
  ].join(', ');
  const negative = negativePrompt ? [`Negative prompt: ${negativePrompt}`] : [];
  // What is left open is not said.
  const said = Object.entries(settingsOf(generation)).filter(([, value]) => value !== null);
  const recipe = {
    prompt: text,
    negativePrompt,
    seed: seed.toString(),
    ...Object.fromEntries(said),
    base: model.base.name,
    model: model.name,
    method: model.method,
    weightsSha256: model.weightsSha256,
    ...run,
  };
  return { parameters: [text, ...negative, settings].join('\n'), sarovar: JSON.stringify(recipe) };
}
