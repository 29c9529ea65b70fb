import { InvalidInput } from '@/lib/problems';
import type { Category } from '@/lib/store/generated/client';

/** Something that a prompt states, as its set says it: its kind, and what it is about, such as `count` of `cat`, `3`. */
export interface SetFact {
  readonly kind: string;
  readonly of: readonly string[];
}

/** What a picture of a prompt is asked, as its set has it. */
export interface SetQuestion {
  readonly id: string;
  readonly text: string;
  /** The right one, in the set’s words. */
  readonly answer: string;
  /** The ids of those that must be answered rightly first. */
  readonly after: readonly string[];
}

/** A prompt as a file of a set has it. */
export interface ReadPrompt {
  /** Where it stands in the file, from 1 on. */
  readonly line: number;
  readonly text: string;
  /** What the set calls it, and its own category. */
  readonly ownKey?: string | undefined;
  readonly ownCategory?: string | undefined;
  /** Which of our categories that is; left out, the prompt’s own words say. */
  readonly category?: Category | undefined;
  readonly facts?: readonly SetFact[] | undefined;
  readonly questions?: readonly SetQuestion[] | undefined;
}

/** The error of a line of the file. */
export function wrongLine(line: number, sentence: string): InvalidInput {
  return new InvalidInput('text', `Line ${line}: ${sentence}`);
}
