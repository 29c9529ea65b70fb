/** Internal type. DO NOT USE DIRECTLY. */
type Exact<T extends { [key: string]: unknown }> = { [K in keyof T]: T[K] };
/** Internal type. DO NOT USE DIRECTLY. */
export type Incremental<T> = T | { [P in keyof T]?: P extends ' $fragmentName' | '__typename' ? T[P] : never };
import type { DocumentTypeDecoration } from '@graphql-typed-document-node/core';
export type ModelStatus =
  | 'ACTIVE'
  | 'RETIRED';

/** ALIGNMENT: which follows the prompt better? OVERALL: which do you prefer? */
export type Question =
  | 'ALIGNMENT'
  | 'OVERALL';

export type SnapshotQueryVariables = Exact<{
  key: string;
}>;


export type SnapshotQuery = { readonly rankingSnapshot: { readonly createdAt: string, readonly votesSha256: string, readonly category: string | null, readonly form: string | null, readonly ranking: (
      { readonly question: Question }
      & RankingShownFragment
    ) } | null };

export type RankingShownFragment = { readonly votes: number, readonly voters: number, readonly prompts: number, readonly unranked: ReadonlyArray<string>, readonly votesToSeparate: ReadonlyArray<number | null>, readonly models: ReadonlyArray<{ readonly label: string, readonly name: string, readonly rating: number, readonly low: number | null, readonly high: number | null, readonly bestRank: number, readonly worstRank: number, readonly votes: number, readonly bothBad: number, readonly model: { readonly status: ModelStatus } | null }>, readonly pairs: ReadonlyArray<{ readonly first: string, readonly second: string, readonly wins: number, readonly losses: number, readonly ties: number, readonly bothBad: number }>, readonly fragility: { readonly leader: string, readonly rival: string, readonly votes: number, readonly which: ReadonlyArray<{ readonly matchup: string }> } | null, readonly reweighted: ReadonlyArray<{ readonly label: string, readonly rating: number, readonly low: number | null, readonly high: number | null }> | null, readonly setAside: { readonly votes: number, readonly voters: number, readonly modelsWithIt: ReadonlyArray<{ readonly name: string }> } | null };

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
export const SnapshotDocument = /*#__PURE__*/ new TypedDocumentString(`
    query Snapshot($key: String!) {
  rankingSnapshot(key: $key) {
    createdAt
    votesSha256
    category
    form
    ranking {
      question
      ...RankingShown
    }
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
}`) as unknown as TypedDocumentString<SnapshotQuery, SnapshotQueryVariables>;