/** Something in the input that the user can put right. */
export class InvalidInput extends Error {
  constructor(
    readonly field: string,
    message: string,
  ) {
    super(message);
  }
}

/** A thing that the input names and that there is none of. */
export class NotFound extends Error {}

/** Too many pictures are waiting already. */
export class QueueFull extends Error {}

/** A request without a cookie of ours. */
export class VoterUnknown extends Error {}

/** A matchup that takes no (such) answer any more. */
export class MatchupClosed extends Error {}

/** Every pair that could be shown has been judged. */
export class NothingToJudge extends Error {}

/** What only curators may do. */
export class NotCurator extends Error {}

/** What only whoever asked for it, or a curator, may do. */
export class NotYours extends Error {}

/** More than a person does. */
export class TooFast extends Error {}
