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

export type GalleryQueryVariables = Exact<{
  category?: Category | null | undefined;
  after?: string | null | undefined;
}>;


export type GalleryQuery = { readonly comparisons: { readonly pageInfo: { readonly hasNextPage: boolean, readonly endCursor: string | null }, readonly edges: ReadonlyArray<{ readonly node: GalleryCardFragment }> }, readonly status: { readonly queued: number, readonly running: number } };

export type GalleryCardFragment = { readonly key: string, readonly prompt: { readonly text: string, readonly category: Category }, readonly enrichment: { readonly text: string } | null, readonly generations: ReadonlyArray<{ readonly key: string, readonly seed: string, readonly imageUrl: string | null, readonly model: { readonly name: string }, readonly scores: ReadonlyArray<{ readonly score: number }> }> };

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
export const GalleryCardFragmentDoc = /*#__PURE__*/ new TypedDocumentString(`
    fragment GalleryCard on Comparison {
  key
  prompt {
    text
    category
  }
  enrichment {
    text
  }
  generations {
    key
    seed
    imageUrl
    model {
      name
    }
    scores {
      score
    }
  }
}
    `, {"fragmentName":"GalleryCard"}) as unknown as TypedDocumentString<GalleryCardFragment, unknown>;
export const GalleryDocument = /*#__PURE__*/ new TypedDocumentString(`
    query Gallery($category: Category, $after: String) {
  comparisons(category: $category, first: 24, after: $after) {
    pageInfo {
      hasNextPage
      endCursor
    }
    edges {
      node {
        ...GalleryCard
      }
    }
  }
  status {
    queued
    running
  }
}
    fragment GalleryCard on Comparison {
  key
  prompt {
    text
    category
  }
  enrichment {
    text
  }
  generations {
    key
    seed
    imageUrl
    model {
      name
    }
    scores {
      score
    }
  }
}`) as unknown as TypedDocumentString<GalleryQuery, GalleryQueryVariables>;