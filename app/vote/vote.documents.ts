/** Internal type. DO NOT USE DIRECTLY. */
type Exact<T extends { [key: string]: unknown }> = { [K in keyof T]: T[K] };
/** Internal type. DO NOT USE DIRECTLY. */
export type Incremental<T> = T | { [P in keyof T]?: P extends ' $fragmentName' | '__typename' ? T[P] : never };
import type { DocumentTypeDecoration } from '@graphql-typed-document-node/core';
/** What a prompt puts to the test. */
export type Category =
  | 'ACTION'
  | 'CHARACTER'
  | 'COLOR'
  | 'COUNTING'
  | 'OTHER'
  | 'SPATIAL';

export type MatchupState =
  | 'DECIDED'
  | 'OPEN'
  | 'SKIPPED'
  | 'WITHDRAWN';

/** A voter’s answer, by the side on which a picture was shown. */
export type Outcome =
  | 'BOTH_BAD'
  | 'LEFT'
  | 'RIGHT'
  | 'TIE';

/** ALIGNMENT: which follows the prompt better? OVERALL: which do you prefer? */
export type Question =
  | 'ALIGNMENT'
  | 'OVERALL';

export type Side =
  | 'LEFT'
  | 'RIGHT';

export type VoteInput = {
  /** A new UUID for each answer; sending it again changes nothing. */
  readonly idempotencyKey: string;
  /** The matchup’s key. */
  readonly matchup: string;
  readonly outcome: Outcome;
  /** ALIGNMENT first; the answer to OVERALL decides the matchup. */
  readonly question: Question;
};

export type OfferedQueryVariables = Exact<{ [key: string]: never; }>;


export type OfferedQuery = { readonly arena: ReadonlyArray<{ readonly category: Category, readonly sets: number }>, readonly status: { readonly queued: number, readonly running: number } };

export type DrawMutationVariables = Exact<{
  category?: Category | null | undefined;
  except?: ReadonlyArray<string> | string | null | undefined;
}>;


export type DrawMutation = { readonly reply:
    | { readonly __typename: 'InvalidInput', readonly message: string }
    | (
      { readonly __typename: 'Matchup' }
      & MatchupFragment
    )
    | { readonly __typename: 'NothingToJudge', readonly message: string }
    | { readonly __typename: 'TooFast', readonly message: string }
    | { readonly __typename: 'VoterUnknown', readonly message: string }
   };

export type VoteMutationVariables = Exact<{
  input: VoteInput;
}>;


export type VoteMutation = { readonly reply:
    | { readonly __typename: 'InvalidInput', readonly message: string }
    | (
      { readonly __typename: 'Matchup' }
      & MatchupFragment
    )
    | { readonly __typename: 'MatchupClosed', readonly message: string }
    | { readonly __typename: 'NotFound', readonly message: string }
    | { readonly __typename: 'TooFast', readonly message: string }
    | { readonly __typename: 'VoterUnknown', readonly message: string }
   };

export type UndoMutationVariables = Exact<{
  matchup: string;
}>;


export type UndoMutation = { readonly reply:
    | (
      { readonly __typename: 'Matchup' }
      & MatchupFragment
    )
    | { readonly __typename: 'MatchupClosed', readonly message: string }
    | { readonly __typename: 'VoterUnknown', readonly message: string }
   };

export type SkipMutationVariables = Exact<{
  matchup: string;
}>;


export type SkipMutation = { readonly reply:
    | (
      { readonly __typename: 'Matchup' }
      & MatchupFragment
    )
    | { readonly __typename: 'MatchupClosed', readonly message: string }
    | { readonly __typename: 'VoterUnknown', readonly message: string }
   };

export type ReportMutationVariables = Exact<{
  matchup: string;
  side: Side;
  reason: string;
}>;


export type ReportMutation = { readonly reportPicture:
    | { readonly __typename: 'InvalidInput', readonly message: string }
    | { readonly __typename: 'MutationReportPictureSuccess' }
    | { readonly __typename: 'NotFound', readonly message: string }
    | { readonly __typename: 'VoterUnknown', readonly message: string }
   };

export type ForgetMeMutationVariables = Exact<{
  keepVotes: boolean;
}>;


export type ForgetMeMutation = { readonly forgetMe:
    | { readonly data: number }
    | { readonly message: string }
   };

export type MatchupFragment = { readonly key: string, readonly prompt: string, readonly category: Category, readonly state: MatchupState, readonly left: { readonly url: string }, readonly right: { readonly url: string }, readonly answers: ReadonlyArray<{ readonly question: Question, readonly outcome: Outcome }>, readonly reveal: { readonly left: { readonly key: string, readonly model: { readonly name: string } }, readonly right: { readonly key: string, readonly model: { readonly name: string } }, readonly answers: { readonly left: number, readonly right: number, readonly tie: number, readonly bothBad: number } } | null };

export class TypedDocumentString<TResult, TVariables>
  extends String
  implements DocumentTypeDecoration<TResult, TVariables>
{
  __apiType?: NonNullable<DocumentTypeDecoration<TResult, TVariables>['__apiType']>;
  private value: string;
  public __meta__?: Record<string, any> | undefined;

  constructor(value: string, __meta__?: Record<string, any> | undefined) {
    super(value);
    this.value = value;
    this.__meta__ = __meta__;
  }

  override toString(): string & DocumentTypeDecoration<TResult, TVariables> {
    return this.value;
  }
}
export const MatchupFragmentDoc = /*#__PURE__*/ new TypedDocumentString(`
    fragment Matchup on Matchup {
  key
  prompt
  category
  state
  left {
    url
  }
  right {
    url
  }
  answers {
    question
    outcome
  }
  reveal {
    left {
      key
      model {
        name
      }
    }
    right {
      key
      model {
        name
      }
    }
    answers {
      left
      right
      tie
      bothBad
    }
  }
}
    `, {"fragmentName":"Matchup"}) as unknown as TypedDocumentString<MatchupFragment, unknown>;
export const OfferedDocument = /*#__PURE__*/ new TypedDocumentString(`
    query Offered {
  arena {
    category
    sets
  }
  status {
    queued
    running
  }
}
    `) as unknown as TypedDocumentString<OfferedQuery, OfferedQueryVariables>;
export const DrawDocument = /*#__PURE__*/ new TypedDocumentString(`
    mutation Draw($category: Category, $except: [String!]) {
  reply: drawMatchup(category: $category, except: $except) {
    __typename
    ...Matchup
    ... on Problem {
      message
    }
  }
}
    fragment Matchup on Matchup {
  key
  prompt
  category
  state
  left {
    url
  }
  right {
    url
  }
  answers {
    question
    outcome
  }
  reveal {
    left {
      key
      model {
        name
      }
    }
    right {
      key
      model {
        name
      }
    }
    answers {
      left
      right
      tie
      bothBad
    }
  }
}`) as unknown as TypedDocumentString<DrawMutation, DrawMutationVariables>;
export const VoteDocument = /*#__PURE__*/ new TypedDocumentString(`
    mutation Vote($input: VoteInput!) {
  reply: vote(input: $input) {
    __typename
    ...Matchup
    ... on Problem {
      message
    }
  }
}
    fragment Matchup on Matchup {
  key
  prompt
  category
  state
  left {
    url
  }
  right {
    url
  }
  answers {
    question
    outcome
  }
  reveal {
    left {
      key
      model {
        name
      }
    }
    right {
      key
      model {
        name
      }
    }
    answers {
      left
      right
      tie
      bothBad
    }
  }
}`) as unknown as TypedDocumentString<VoteMutation, VoteMutationVariables>;
export const UndoDocument = /*#__PURE__*/ new TypedDocumentString(`
    mutation Undo($matchup: String!) {
  reply: undoVote(matchup: $matchup) {
    __typename
    ...Matchup
    ... on Problem {
      message
    }
  }
}
    fragment Matchup on Matchup {
  key
  prompt
  category
  state
  left {
    url
  }
  right {
    url
  }
  answers {
    question
    outcome
  }
  reveal {
    left {
      key
      model {
        name
      }
    }
    right {
      key
      model {
        name
      }
    }
    answers {
      left
      right
      tie
      bothBad
    }
  }
}`) as unknown as TypedDocumentString<UndoMutation, UndoMutationVariables>;
export const SkipDocument = /*#__PURE__*/ new TypedDocumentString(`
    mutation Skip($matchup: String!) {
  reply: skipMatchup(matchup: $matchup) {
    __typename
    ...Matchup
    ... on Problem {
      message
    }
  }
}
    fragment Matchup on Matchup {
  key
  prompt
  category
  state
  left {
    url
  }
  right {
    url
  }
  answers {
    question
    outcome
  }
  reveal {
    left {
      key
      model {
        name
      }
    }
    right {
      key
      model {
        name
      }
    }
    answers {
      left
      right
      tie
      bothBad
    }
  }
}`) as unknown as TypedDocumentString<SkipMutation, SkipMutationVariables>;
export const ReportDocument = /*#__PURE__*/ new TypedDocumentString(`
    mutation Report($matchup: String!, $side: Side!, $reason: String!) {
  reportPicture(matchup: $matchup, side: $side, reason: $reason) {
    __typename
    ... on Problem {
      message
    }
  }
}
    `) as unknown as TypedDocumentString<ReportMutation, ReportMutationVariables>;
export const ForgetMeDocument = /*#__PURE__*/ new TypedDocumentString(`
    mutation ForgetMe($keepVotes: Boolean!) {
  forgetMe(keepVotes: $keepVotes) {
    ... on MutationForgetMeSuccess {
      data
    }
    ... on Problem {
      message
    }
  }
}
    `) as unknown as TypedDocumentString<ForgetMeMutation, ForgetMeMutationVariables>;