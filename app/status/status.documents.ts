/** Internal type. DO NOT USE DIRECTLY. */
type Exact<T extends { [key: string]: unknown }> = { [K in keyof T]: T[K] };
/** Internal type. DO NOT USE DIRECTLY. */
export type Incremental<T> = T | { [P in keyof T]?: P extends ' $fragmentName' | '__typename' ? T[P] : never };
import type { DocumentTypeDecoration } from '@graphql-typed-document-node/core';
/** How a prompt becomes the text states that the UNet attends to. */
export type Method =
  | 'ELLA'
  | 'SUR'
  | 'VANILLA';

export type ModelStatus =
  | 'ACTIVE'
  | 'RETIRED';

export type StatusQueryVariables = Exact<{ [key: string]: never; }>;


export type StatusQuery = { readonly status: { readonly queued: number, readonly running: number, readonly workers: ReadonlyArray<{ readonly device: string, readonly runtime: unknown, readonly startedAt: string, readonly writes: boolean, readonly models: ReadonlyArray<{ readonly id: string, readonly name: string, readonly base: { readonly title: string } }> }> }, readonly models: ReadonlyArray<{ readonly id: string, readonly name: string, readonly method: Method, readonly status: ModelStatus, readonly atHand: boolean, readonly weightsSha256: string, readonly base: { readonly title: string, readonly licence: string } }> };

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

export const StatusDocument = /*#__PURE__*/ new TypedDocumentString(`
    query Status {
  status {
    queued
    running
    workers {
      device
      runtime
      startedAt
      writes
      models {
        id
        name
        base {
          title
        }
      }
    }
  }
  models {
    id
    name
    method
    status
    atHand
    weightsSha256
    base {
      title
      licence
    }
  }
}
    `) as unknown as TypedDocumentString<StatusQuery, StatusQueryVariables>;