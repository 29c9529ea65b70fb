import { z } from 'zod';

const phrases = z.record(z.string(), z.array(z.string()));

/**
 * Everything that a prompt can state and a scorer can check, in the words of one model family: by name, the phrases
 * that mean it, as in `{ kitten: ['kitten', 'kittens', 'cat', …] }`.
 */
export const vocabularySchema = z
  .object({
    nouns: phrases,
    colours: phrases,
    /** Keyed by the number in digits. */
    numbers: phrases,
    relations: phrases,
    actions: phrases,
    persons: phrases,
    /** Words for somebody of whom they say only what is done, keyed by the action. */
    cooks: phrases,
    backgrounds: phrases,
  })
  .readonly();

export type Vocabulary = z.infer<typeof vocabularySchema>;
