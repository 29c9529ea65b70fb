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

export type NewestQueryVariables = Exact<{ [key: string]: never; }>;


export type NewestQuery = { readonly comparisons: { readonly edges: ReadonlyArray<{ readonly node: { readonly key: string, readonly createdAt: string, readonly prompt: { readonly text: string, readonly category: Category }, readonly generations: ReadonlyArray<{ readonly model: { readonly name: string } }> } }> } };

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

export const NewestDocument = /*#__PURE__*/ new TypedDocumentString(`
    query Newest {
  comparisons(first: 30) {
    edges {
      node {
        key
        createdAt
        prompt {
          text
          category
        }
        generations {
          model {
            name
          }
        }
      }
    }
  }
}
    `) as unknown as TypedDocumentString<NewestQuery, NewestQueryVariables>;