/** Why nobody was signed in, by what the address and the words of the page that says so call it. */
export const WHY = [
  'unreachable',
  'declined',
  'refused',
  'stale',
  'busy',
  'banned',
  'no-curator',
] as const;

export type Why = (typeof WHY)[number];
