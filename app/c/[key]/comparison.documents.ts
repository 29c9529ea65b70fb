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

/** Where a picture or a text is on its way through a worker. */
export type JobStatus =
  | 'CANCELLED'
  | 'FAILED'
  | 'QUEUED'
  | 'RUNNING'
  | 'SUCCEEDED';

export type ComparisonQueryVariables = Exact<{
  key: string;
}>;


export type ComparisonQuery = { readonly comparison: { readonly prompt: { readonly text: string, readonly category: Category }, readonly enrichment: { readonly text: string } | null, readonly generations: ReadonlyArray<{ readonly key: string, readonly status: JobStatus, readonly waitsForModel: boolean, readonly error: string | null, readonly imageUrl: string | null, readonly seed: string, readonly steps: number, readonly guidanceScale: number, readonly scheduler: string, readonly model: { readonly name: string }, readonly scores: ReadonlyArray<{ readonly score: number }> }> } | null };

export type SharedComparisonQueryVariables = Exact<{
  key: string;
}>;


export type SharedComparisonQuery = { readonly comparison: { readonly prompt: { readonly text: string }, readonly generations: ReadonlyArray<{ readonly seed: string, readonly imageUrl: string | null, readonly model: { readonly name: string } }> } | null };

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

export const ComparisonDocument = /*#__PURE__*/ new TypedDocumentString(`
    query Comparison($key: String!) {
  comparison(key: $key) {
    prompt {
      text
      category
    }
    enrichment {
      text
    }
    generations {
      key
      status
      waitsForModel
      error
      imageUrl
      seed
      steps
      guidanceScale
      scheduler
      model {
        name
      }
      scores {
        score
      }
    }
  }
}
    `) as unknown as TypedDocumentString<ComparisonQuery, ComparisonQueryVariables>;
export const SharedComparisonDocument = /*#__PURE__*/ new TypedDocumentString(`
    query SharedComparison($key: String!) {
  comparison(key: $key) {
    prompt {
      text
    }
    generations {
      seed
      imageUrl
      model {
        name
      }
    }
  }
}
    `) as unknown as TypedDocumentString<SharedComparisonQuery, SharedComparisonQueryVariables>;