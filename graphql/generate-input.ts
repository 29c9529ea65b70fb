import { z } from 'zod';
import { isSchedulerName } from '@/lib/diffusion/schedulers';
import { Category } from '@/lib/store/generated/client';
import { InvalidInput } from './errors';

const LARGEST_SEED = 2n ** 63n - 1n;

/** The ranges of every setting of a picture; the form and the API share them. */
export const LIMITS = {
  prompt: 500,
  steps: { min: 1, max: 100, default: 25 },
  guidanceScale: { min: 0, max: 20, default: 4 },
  guidanceRescale: { min: 0, max: 1, default: 0 },
} as const;

function range(title: string, { min, max }: { min: number; max: number }) {
  const message = `${title} must be a number from ${min} to ${max}.`;
  return z.number({ error: message }).min(min, message).max(max, message);
}

const { steps, guidanceScale, guidanceRescale } = LIMITS;

const schema = z.object({
  prompt: z
    .string()
    .trim()
    .min(1, 'Write what you would like to see.')
    .max(LIMITS.prompt, `The prompt must not be longer than ${LIMITS.prompt} characters.`),
  negativePrompt: z
    .string()
    .trim()
    .max(LIMITS.prompt, `The negative prompt must not be longer than ${LIMITS.prompt} characters.`)
    .nullish()
    .transform((text) => text ?? ''),
  category: z
    .enum(Category)
    .nullish()
    .transform((category) => category ?? 'OTHER'),
  seed: z
    .string()
    .regex(/^\d{1,19}$/, 'The seed must be a whole number from 0 to 9223372036854775807.')
    .transform(BigInt)
    .refine((seed) => seed <= LARGEST_SEED, 'The seed must be below 9223372036854775808.')
    .nullish()
    .transform((seed) => seed ?? BigInt(Math.floor(Math.random() * 2 ** 31))),
  steps: range('Steps', steps)
    .int('Steps must be a whole number.')
    .nullish()
    .transform((value) => value ?? steps.default),
  guidanceScale: range('The guidance scale', guidanceScale)
    .nullish()
    .transform((value) => value ?? guidanceScale.default),
  guidanceRescale: range('The guidance rescale', guidanceRescale)
    .nullish()
    .transform((value) => value ?? guidanceRescale.default),
  scheduler: z
    .string()
    .nullish()
    .transform((name) => name ?? 'ddim')
    .refine(isSchedulerName, 'There is no scheduler of that name; ask for `schedulers`.'),
  noise: z
    .enum(['CPU', 'PHILOX'])
    .nullish()
    .transform((noise) => noise ?? 'CPU'),
});

export type GenerateSettings = z.output<typeof schema>;

/** Checks what `generate` was given. Throws InvalidInput for the first field that is wrong. */
export function parseGenerateInput(input: unknown): GenerateSettings {
  const parsed = schema.safeParse(input);
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  throw new InvalidInput(
    String(issue?.path[0] ?? 'input'),
    issue?.message ?? 'The input is wrong.',
  );
}
