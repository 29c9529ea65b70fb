import { z } from 'zod';
import { InvalidInput } from '@/lib/problems';
import { Category } from '@/lib/store/generated/client';
import { writtenText } from '@/lib/written-text';
import { LIMITS } from './picture-limits';

/** The fields of every input that names a prompt. */
export const promptFields = {
  prompt: writtenText('The prompt').check(
    z.minLength(1, 'Write what you would like to see.'),
    z.maxLength(LIMITS.prompt, `The prompt must not be longer than ${LIMITS.prompt} characters.`),
  ),
  /** Left out, what the prompt states says which (see `inferredCategory`). */
  category: z.enum(Category).nullish(),
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
