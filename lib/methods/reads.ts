import { z } from 'zod';

/** An adapter's own text encoder, such as ELLA's Flan-T5: files below its folder, and how many tokens. */
const encoderSchema = z.object({
  encoder: z.string(),
  tokenizer: z.string(),
  /** `flexible`: as many as the prompt has. A number: padded, or cut, to so many, as ELLA was trained. */
  tokens: z.union([z.literal('flexible'), z.int().min(2)]),
});

/** Whose states an adapter reads: the base's own text encoder's, a language model's, or its own encoder's. */
export const readsSchema = z.union([
  z.literal('clip'),
  z.object({ llm: z.string(), output: z.string(), sha256: z.string() }),
  encoderSchema,
]);

export type Encoder = z.infer<typeof encoderSchema>;
