/** Internal type. DO NOT USE DIRECTLY. */
type Exact<T extends { [key: string]: unknown }> = { [K in keyof T]: T[K] };
/** Internal type. DO NOT USE DIRECTLY. */
export type Incremental<T> = T | { [P in keyof T]?: P extends ' $fragmentName' | '__typename' ? T[P] : never };
import type { DocumentTypeDecoration } from '@graphql-typed-document-node/core';
export type EmbeddedQueryVariables = Exact<{
  key: string;
}>;


export type EmbeddedQuery = { readonly generation: { readonly imageUrl: string | null, readonly width: number, readonly height: number, readonly prompt: { readonly text: string }, readonly model: { readonly name: string } } | null };

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

export const EmbeddedDocument = /*#__PURE__*/ new TypedDocumentString(`
    query Embedded($key: String!) {
  generation(key: $key) {
    imageUrl
    width
    height
    prompt {
      text
    }
    model {
      name
    }
  }
}
    `) as unknown as TypedDocumentString<EmbeddedQuery, EmbeddedQueryVariables>;