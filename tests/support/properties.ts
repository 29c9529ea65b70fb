import fc from 'fast-check';

/**
 * The same examples at every run, so that a failure is everybody's. PROPERTY_SEED=7 tries others, PROPERTY_RUNS=10000
 * more of them; a failure names both its seed and its smallest example.
 */
fc.configureGlobal({
  seed: Number(process.env['PROPERTY_SEED'] ?? 1),
  numRuns: Number(process.env['PROPERTY_RUNS'] ?? 100),
});

/** What people type and paste: words, and now and then any characters of Unicode. */
export const prompts = fc.oneof(
  fc
    .array(
      fc.constantFrom('a', 'the', 'two', 'red', 'Fox', 'hats', '7', 'left of', '“ü”', '<', "dog's"),
    )
    .map((words) => words.join(' ')),
  fc.string({ unit: 'grapheme', maxLength: 60 }),
  fc.string({ unit: 'binary', maxLength: 60 }),
);
