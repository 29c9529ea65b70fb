import type { Tensor } from '../tensor';

/** What every method returns before the loop starts: the text states of each step. */
export interface Conditioning {
  /** `encoder_hidden_states` `[1, L, D]` for step `index`; the same tensor when steps agree. */
  at(index: number): Tensor;
}

/** Turns a prompt into conditioning for all timesteps of a run, at once. */
export type Conditioner = (prompt: string, timesteps: readonly number[]) => Promise<Conditioning>;
