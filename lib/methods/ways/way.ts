import type { Conditioner } from '@/lib/diffusion/conditioning/conditioning';
import type { Vocabulary } from '@/lib/evaluation/vocabulary';

/** What a way is made of when a picture is painted. */
export interface WayInputs {
  /** The conditioning that the base has by itself. */
  readonly vanilla: Conditioner;
  /** What the base's scorer can check; only of a way that needs it. */
  readonly vocabulary: Vocabulary | undefined;
}

/**
 * Another way to paint with the weights of a model that is there: a variant beside it, of the same method. It paints
 * only where it is asked for by name, and competes where a curator has all models take part.
 */
export interface Way {
  /** The models, by name, that can paint in this way too. */
  readonly of: readonly string[];
  readonly paper: { readonly title: string; readonly url: string };
  /** What it changes, in the paper's terms. */
  readonly equation: string;
  /** How many pictures are painted for each that is asked for: the one with the highest automatic score is kept. */
  readonly candidates: number;
  /** How many times what a picture by its model costs one costs at most, for what somebody may ask for. */
  readonly cost: number;
  /** Whether it asks the base's scorer, which then is part of what the model is. */
  readonly needsScorer: boolean;
  /** The text states that it paints with, from those of its model. */
  readonly conditioner: (own: Conditioner, inputs: WayInputs) => Conditioner;
}
