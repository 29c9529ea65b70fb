import type { Tensor } from '../tensor';

/** A part of a picture, in shares of its sides. */
export interface Box {
  readonly left: number;
  readonly top: number;
  readonly right: number;
  readonly bottom: number;
}

/** Text states that decide in a part of the picture only. */
export interface Region {
  readonly box: Box;
  at(index: number): Tensor;
}

/** What every method returns before the loop starts: the text states of each step. */
export interface Conditioning {
  /** `encoder_hidden_states` `[1, L, D]` for step `index`; the same tensor when steps agree. */
  at(index: number): Tensor;
  /** Parts of the picture with text states of their own, as many tokens each; elsewhere those of `at` decide. */
  readonly regions?: readonly Region[];
}

/**
 * Turns the prompts of one picture (the negative one first, where there is guidance) into conditioning
 * for all timesteps of a run, at once. They come together because a method may mix them; see `sur.ts`.
 */
export type Conditioner = (
  prompts: readonly string[],
  timesteps: readonly number[],
) => Promise<readonly Conditioning[]>;

/** The conditioner of a method that reads each prompt by itself. */
export function oneByOne(
  condition: (prompt: string, timesteps: readonly number[]) => Promise<Conditioning>,
): Conditioner {
  return async (prompts, timesteps) => {
    const conditionings: Conditioning[] = [];
    for (const prompt of prompts) conditionings.push(await condition(prompt, timesteps));
    return conditionings;
  };
}
