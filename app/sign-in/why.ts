/** Why nobody was signed in, in the words of the page that says so; NAME is the issuer's. */
export const WHY = {
  unreachable: 'NAME does not answer at the moment. Voting goes on without it; try again later.',
  declined: 'NAME says that nobody has signed in.',
  refused:
    'What NAME has answered could not be believed. Try again; if it stays so, the operator’s log says why.',
  stale: 'This sign-in is over, was begun in another browser, or was used already. Begin again.',
  busy: 'So many sign in from your network that this may be a script. Try again in some minutes.',
  banned: 'A curator has decided that nothing is taken from you any more.',
  'no-curator': 'You have signed in, but NAME does not say that you are a curator.',
} as const;

export type Why = keyof typeof WHY;
