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

export type ModelStatus =
  | 'ACTIVE'
  | 'RETIRED';

/** What was painted: the short prompt, or its longer version. */
export type PaintedForm =
  | 'ENRICHED'
  | 'SIMPLE';

/** ALIGNMENT: which follows the prompt better? OVERALL: which do you prefer? */
export type Question =
  | 'ALIGNMENT'
  | 'OVERALL';

export type RankingQueryVariables = Exact<{
  category?: Category | null | undefined;
  question: Question;
  form?: PaintedForm | null | undefined;
}>;


export type RankingQuery = { readonly ranking: RankingShownFragment, readonly reliability: AgreementFragment };

export type RankingShownFragment = { readonly votes: number, readonly voters: number, readonly prompts: number, readonly unranked: ReadonlyArray<string>, readonly votesToSeparate: ReadonlyArray<number | null>, readonly models: ReadonlyArray<{ readonly label: string, readonly name: string, readonly rating: number, readonly low: number | null, readonly high: number | null, readonly bestRank: number, readonly worstRank: number, readonly votes: number, readonly bothBad: number, readonly model: { readonly status: ModelStatus } | null }>, readonly pairs: ReadonlyArray<{ readonly first: string, readonly second: string, readonly wins: number, readonly losses: number, readonly ties: number, readonly bothBad: number }>, readonly fragility: { readonly leader: string, readonly rival: string, readonly votes: number, readonly which: ReadonlyArray<{ readonly matchup: string }> } | null, readonly reweighted: ReadonlyArray<{ readonly label: string, readonly rating: number, readonly low: number | null, readonly high: number | null }> | null, readonly setAside: { readonly votes: number, readonly voters: number, readonly modelsWithIt: ReadonlyArray<{ readonly name: string }> } | null };

export type AgreementFragment = { readonly alpha: number | null, readonly alphaPairs: number, readonly selfAgreement: ShareFragment | null, readonly gold: ShareFragment | null };

export type ShareFragment = { readonly value: number, readonly low: number, readonly high: number, readonly asked: number };

export type MyRankingQueryVariables = Exact<{ [key: string]: never; }>;


export type MyRankingQuery = { readonly myRanking: { readonly votes: number, readonly needed: number, readonly ranking: { readonly models: ReadonlyArray<{ readonly label: string, readonly name: string, readonly rating: number, readonly low: number | null, readonly high: number | null, readonly votes: number }> } | null } | null };

export type KeepRankingMutationVariables = Exact<{
  category?: Category | null | undefined;
  question: Question;
  form?: PaintedForm | null | undefined;
}>;


export type KeepRankingMutation = { readonly keepRanking:
    | { readonly message: string }
    | { readonly key: string }
   };

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
export const RankingShownFragmentDoc = /*#__PURE__*/ new TypedDocumentString(`
    fragment RankingShown on Ranking {
  votes
  voters
  prompts
  models {
    label
    name
    rating
    low
    high
    bestRank
    worstRank
    votes
    bothBad
    model {
      status
    }
  }
  unranked
  votesToSeparate
  pairs {
    first
    second
    wins
    losses
    ties
    bothBad
  }
  fragility {
    leader
    rival
    votes
    which {
      matchup
    }
  }
  reweighted {
    label
    rating
    low
    high
  }
  setAside {
    votes
    voters
    modelsWithIt {
      name
    }
  }
}
    `, {"fragmentName":"RankingShown"}) as unknown as TypedDocumentString<RankingShownFragment, unknown>;
export const ShareFragmentDoc = /*#__PURE__*/ new TypedDocumentString(`
    fragment Share on MeasuredShare {
  value
  low
  high
  asked
}
    `, {"fragmentName":"Share"}) as unknown as TypedDocumentString<ShareFragment, unknown>;
export const AgreementFragmentDoc = /*#__PURE__*/ new TypedDocumentString(`
    fragment Agreement on Reliability {
  selfAgreement {
    ...Share
  }
  gold {
    ...Share
  }
  alpha
  alphaPairs
}
    fragment Share on MeasuredShare {
  value
  low
  high
  asked
}`, {"fragmentName":"Agreement"}) as unknown as TypedDocumentString<AgreementFragment, unknown>;
export const RankingDocument = /*#__PURE__*/ new TypedDocumentString(`
    query Ranking($category: Category, $question: Question!, $form: PaintedForm) {
  ranking(category: $category, question: $question, form: $form) {
    ...RankingShown
  }
  reliability {
    ...Agreement
  }
}
    fragment RankingShown on Ranking {
  votes
  voters
  prompts
  models {
    label
    name
    rating
    low
    high
    bestRank
    worstRank
    votes
    bothBad
    model {
      status
    }
  }
  unranked
  votesToSeparate
  pairs {
    first
    second
    wins
    losses
    ties
    bothBad
  }
  fragility {
    leader
    rival
    votes
    which {
      matchup
    }
  }
  reweighted {
    label
    rating
    low
    high
  }
  setAside {
    votes
    voters
    modelsWithIt {
      name
    }
  }
}
fragment Agreement on Reliability {
  selfAgreement {
    ...Share
  }
  gold {
    ...Share
  }
  alpha
  alphaPairs
}
fragment Share on MeasuredShare {
  value
  low
  high
  asked
}`) as unknown as TypedDocumentString<RankingQuery, RankingQueryVariables>;
export const MyRankingDocument = /*#__PURE__*/ new TypedDocumentString(`
    query MyRanking {
  myRanking {
    votes
    needed
    ranking {
      models {
        label
        name
        rating
        low
        high
        votes
      }
    }
  }
}
    `) as unknown as TypedDocumentString<MyRankingQuery, MyRankingQueryVariables>;
export const KeepRankingDocument = /*#__PURE__*/ new TypedDocumentString(`
    mutation KeepRanking($category: Category, $question: Question!, $form: PaintedForm) {
  keepRanking(category: $category, question: $question, form: $form) {
    ... on RankingSnapshot {
      key
    }
    ... on Problem {
      message
    }
  }
}
    `) as unknown as TypedDocumentString<KeepRankingMutation, KeepRankingMutationVariables>;