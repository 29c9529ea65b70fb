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

export type ModelStatus =
  | 'ACTIVE'
  | 'RETIRED';

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

export type VerdictQueryVariables = Exact<{
  key: string;
}>;


export type VerdictQuery = { readonly matchup: { readonly prompt: string, readonly category: Category, readonly state: MatchupState, readonly answers: ReadonlyArray<{ readonly question: Question, readonly outcome: Outcome }>, readonly reveal: { readonly left: PaintedFragment, readonly right: PaintedFragment, readonly answers: { readonly left: number, readonly right: number, readonly tie: number, readonly bothBad: number } } | null } | null };

export type PaintedFragment = { readonly key: string, readonly imageUrl: string | null, readonly model: { readonly name: string, readonly status: ModelStatus } };

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
export const PaintedFragmentDoc = /*#__PURE__*/ new TypedDocumentString(`
    fragment Painted on Generation {
  key
  imageUrl
  model {
    name
    status
  }
}
    `, {"fragmentName":"Painted"}) as unknown as TypedDocumentString<PaintedFragment, unknown>;
export const VerdictDocument = /*#__PURE__*/ new TypedDocumentString(`
    query Verdict($key: String!) {
  matchup(key: $key) {
    prompt
    category
    state
    answers {
      question
      outcome
    }
    reveal {
      left {
        ...Painted
      }
      right {
        ...Painted
      }
      answers {
        left
        right
        tie
        bothBad
      }
    }
  }
}
    fragment Painted on Generation {
  key
  imageUrl
  model {
    name
    status
  }
}`) as unknown as TypedDocumentString<VerdictQuery, VerdictQueryVariables>;