/** A GraphQL document, with the types of its answer and of its variables: what a `.documents.ts` file exports. */
export interface TypedDocument<R, V> {
  /** Never there; it carries the types. */
  readonly __apiType?: (variables: V) => R;
  toString(): string;
}

/** A document's variables as the last argument, which documents without any lack. */
export type Given<V> = V extends Record<string, never> ? [] : [variables: V];
