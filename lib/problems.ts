/** Something that a user can recover from; its message is one sentence for them. */
export class Problem extends Error {}

/** Something in the input that the user can put right. */
export class InvalidInput extends Problem {
  constructor(
    readonly field: string,
    message: string,
  ) {
    super(message);
  }
}

/** A thing that the input names and that there is none of. */
export class NotFound extends Problem {}

/** Too many pictures are waiting already; after so many seconds there may be room. */
export class QueueFull extends Problem {
  constructor(
    message: string,
    readonly retryAfter: number,
  ) {
    super(message);
  }
}

/** A request without a cookie of ours. */
export class VoterUnknown extends Problem {}

/** A vote of somebody who has not brought a proof of work, or whose proof is none; a fresh challenge comes with it. */
export class ProofNeeded extends Problem {
  constructor(
    message: string,
    readonly challenge: unknown,
  ) {
    super(message);
  }
}

/** A matchup that takes no (such) answer any more. */
export class MatchupClosed extends Problem {}

/** Every pair that could be shown has been judged. */
export class NothingToJudge extends Problem {}

/** What only curators may do. */
export class NotCurator extends Problem {}

/** What only whoever asked for it, or a curator, may do. */
export class NotYours extends Problem {}

/** How much of something somebody may do in so many seconds, and what is left of it. */
export interface Quota {
  readonly policy: string;
  readonly points: number;
  readonly seconds: number;
  readonly remaining: number;
  /** Seconds until all of it is there again. */
  readonly resetSeconds: number;
}

/** More than a person does; after so many seconds it goes on. */
export class TooFast extends Problem {
  constructor(
    message: string,
    readonly retryAfter: number,
    readonly quotas: readonly Quota[] = [],
  ) {
    super(message);
  }
}
