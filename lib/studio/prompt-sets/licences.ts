/** Under which the texts of a set may be published here, by their names in SPDX’s list. */
export const LICENCES = [
  'CC0-1.0',
  'CC-BY-4.0',
  'CC-BY-SA-4.0',
  'CC-BY-NC-4.0',
  'CC-BY-NC-SA-4.0',
  'Apache-2.0',
  'MIT',
] as const;

/** Whether what is under that licence must not be used commercially. */
export function isNonCommercial(licence: string): boolean {
  return /(?:^|-)NC(?:-|$)/.test(licence);
}
