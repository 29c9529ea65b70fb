/** Internal type. DO NOT USE DIRECTLY. */
export type Incremental<T> = T | { [P in keyof T]?: P extends ' $fragmentName' | '__typename' ? T[P] : never };
import type { DocumentTypeDecoration } from '@graphql-typed-document-node/core';
export type ScoreFragment = { readonly score: number, readonly facts: ReadonlyArray<{ readonly fact: string, readonly asked: string, readonly seen: string, readonly right: boolean }>, readonly scorer: { readonly name: string, readonly accuracy: unknown } };

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
export const ScoreFragmentDoc = /*#__PURE__*/ new TypedDocumentString(`
    fragment Score on AutomaticScore {
  score
  facts {
    fact
    asked
    seen
    right
  }
  scorer {
    name
    accuracy
  }
}
    `, {"fragmentName":"Score"}) as unknown as TypedDocumentString<ScoreFragment, unknown>;