import { z } from 'zod';
import { writtenText } from '@/lib/written-text';
import { parseInput, promptFields } from './input';
import { LIMITS } from './picture-limits';

const schema = z.object({
  ...promptFields,
  text: z
    .nullish(
      writtenText('The longer version').check(
        z.minLength(
          1,
          'The longer version is empty; write it, or leave it out to have one written.',
        ),
        z.maxLength(
          LIMITS.enrichment,
          `The longer version must not be longer than ${LIMITS.enrichment} characters.`,
        ),
      ),
    )
    .transform((text) => text ?? undefined),
  seed: z
    .int()
    .min(0, 'The seed must not be negative.')
    .nullish()
    .transform((seed) => seed ?? 0),
});

/** Checks what `enrich` was given. Throws InvalidInput for the first field that is wrong. */
export function parseEnrichInput(input: unknown): z.output<typeof schema> {
  return parseInput(schema, input);
}
