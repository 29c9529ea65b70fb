import { PERSONAL_DATA } from './generated/personal-data';

/** A column that holds something of people: what for, and how long. */
export interface PersonalDatum {
  readonly model: string;
  /** What a row of the model is. */
  readonly about: string;
  readonly field: string;
  readonly purpose: string;
  readonly kept: string;
}

/** Every column of the schema that holds something of people, as its comment there says. */
export const personalData: readonly PersonalDatum[] = PERSONAL_DATA;
