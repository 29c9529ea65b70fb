import { z } from 'zod';
import { Category } from '@/lib/store/generated/client';
import { InvalidInput } from './errors';

/** The ranges of every setting of a picture; the form and the API share them. */
export const LIMITS = {
  prompt: 500,
  enrichment: 1000,
  seeds: 4,
  steps: { min: 1, max: 100, default: 25 },
  guidanceScale: { min: 0, max: 20, default: 4 },
  guidanceRescale: { min: 0, max: 1, default: 0 },
} as const;

/** The fields of every input that names a prompt. */
export const promptFields = {
  prompt: z
    .string()
    .trim()
    .min(1, 'Write what you would like to see.')
    .max(LIMITS.prompt, `The prompt must not be longer than ${LIMITS.prompt} characters.`),
  category: z
    .enum(Category)
    .nullish()
    .transform((category) => category ?? 'OTHER'),
};

/** `input` as `schema` has it. Throws InvalidInput for the first field that is wrong. */
export function parseInput<T>(schema: z.ZodType<T>, input: unknown): T {
  const parsed = schema.safeParse(input);
  if (parsed.success) return parsed.data;
  const issue = parsed.error.issues[0];
  throw new InvalidInput(
    String(issue?.path[0] ?? 'input'),
    issue?.message ?? 'The input is wrong.',
  );
}
