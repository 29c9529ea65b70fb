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

/** How the held-out prompts were worded; ALL is all three together. */
export type PromptForm =
  | 'ALL'
  | 'ENRICHED'
  | 'PARAPHRASED'
  | 'SIMPLE';

export type MethodsQueryVariables = Exact<{ [key: string]: never; }>;


export type MethodsQuery = { readonly models: ReadonlyArray<{ readonly name: string, readonly method: Method, readonly base: { readonly name: string, readonly title: string, readonly promptPairs: PairsFragment | null, readonly methodComparison: ComparisonsFragment | null, readonly methodFigures: FiguresFragment | null } }> };

export type PairsFragment = { readonly cosineCorrelation: number, readonly distillationCorrelation: number, readonly pairs: ReadonlyArray<{ readonly first: string, readonly second: string, readonly nearness: number, readonly cosine: number, readonly distillation: number }> };

export type ComparisonsFragment = { readonly command: string, readonly prompts: number, readonly seeds: number, readonly steps: number, readonly guidanceScale: number, readonly reference: string, readonly rows: ReadonlyArray<ComparisonRowFragment>, readonly surAblation: ReadonlyArray<AblationFragment> };

export type ComparisonRowFragment = { readonly method: string, readonly form: PromptForm, readonly category: string, readonly value: number, readonly low: number, readonly high: number, readonly difference: { readonly value: number, readonly low: number, readonly high: number } };

export type AblationFragment = { readonly variant: string, readonly trained: boolean, readonly eta: number, readonly movement: number, readonly prompts: number, readonly value: number, readonly low: number, readonly high: number, readonly difference: { readonly value: number, readonly low: number, readonly high: number } };

export type FiguresFragment = { readonly command: string, readonly prompt: string, readonly seed: number, readonly guidanceScale: number, readonly shownSteps: ReadonlyArray<number>, readonly lastStep: number, readonly filmstrips: ReadonlyArray<FilmstripFragment>, readonly etas: ReadonlyArray<EtaFigureFragment>, readonly attention: AttentionFragment | null };

export type FilmstripFragment = { readonly method: string, readonly imageUrl: string, readonly factsRight: ReadonlyArray<number>, readonly low: ReadonlyArray<number>, readonly middle: ReadonlyArray<number>, readonly high: ReadonlyArray<number> };

export type EtaFigureFragment = { readonly method: string, readonly imageUrl: string, readonly values: ReadonlyArray<number>, readonly factsRight: ReadonlyArray<number>, readonly own: number, readonly short: ReadonlyArray<number>, readonly longer: ReadonlyArray<number> };

export type AttentionFragment = { readonly method: string, readonly words: ReadonlyArray<string>, readonly timesteps: ReadonlyArray<number>, readonly shares: unknown };

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
export const PairsFragmentDoc = /*#__PURE__*/ new TypedDocumentString(`
    fragment Pairs on PromptPairs {
  cosineCorrelation
  distillationCorrelation
  pairs {
    first
    second
    nearness
    cosine
    distillation
  }
}
    `, {"fragmentName":"Pairs"}) as unknown as TypedDocumentString<PairsFragment, unknown>;
export const ComparisonRowFragmentDoc = /*#__PURE__*/ new TypedDocumentString(`
    fragment ComparisonRow on MethodRow {
  method
  form
  category
  value
  low
  high
  difference {
    value
    low
    high
  }
}
    `, {"fragmentName":"ComparisonRow"}) as unknown as TypedDocumentString<ComparisonRowFragment, unknown>;
export const AblationFragmentDoc = /*#__PURE__*/ new TypedDocumentString(`
    fragment Ablation on SurAblationRow {
  variant
  trained
  eta
  movement
  prompts
  value
  low
  high
  difference {
    value
    low
    high
  }
}
    `, {"fragmentName":"Ablation"}) as unknown as TypedDocumentString<AblationFragment, unknown>;
export const ComparisonsFragmentDoc = /*#__PURE__*/ new TypedDocumentString(`
    fragment Comparisons on MethodComparison {
  command
  prompts
  seeds
  steps
  guidanceScale
  reference
  rows {
    ...ComparisonRow
  }
  surAblation {
    ...Ablation
  }
}
    fragment ComparisonRow on MethodRow {
  method
  form
  category
  value
  low
  high
  difference {
    value
    low
    high
  }
}
fragment Ablation on SurAblationRow {
  variant
  trained
  eta
  movement
  prompts
  value
  low
  high
  difference {
    value
    low
    high
  }
}`, {"fragmentName":"Comparisons"}) as unknown as TypedDocumentString<ComparisonsFragment, unknown>;
export const FilmstripFragmentDoc = /*#__PURE__*/ new TypedDocumentString(`
    fragment Filmstrip on Filmstrip {
  method
  imageUrl
  factsRight
  low
  middle
  high
}
    `, {"fragmentName":"Filmstrip"}) as unknown as TypedDocumentString<FilmstripFragment, unknown>;
export const EtaFigureFragmentDoc = /*#__PURE__*/ new TypedDocumentString(`
    fragment EtaFigure on EtaFigure {
  method
  imageUrl
  values
  factsRight
  own
  short
  longer
}
    `, {"fragmentName":"EtaFigure"}) as unknown as TypedDocumentString<EtaFigureFragment, unknown>;
export const AttentionFragmentDoc = /*#__PURE__*/ new TypedDocumentString(`
    fragment Attention on AttentionFigure {
  method
  words
  timesteps
  shares
}
    `, {"fragmentName":"Attention"}) as unknown as TypedDocumentString<AttentionFragment, unknown>;
export const FiguresFragmentDoc = /*#__PURE__*/ new TypedDocumentString(`
    fragment Figures on MethodFigures {
  command
  prompt
  seed
  guidanceScale
  shownSteps
  lastStep
  filmstrips {
    ...Filmstrip
  }
  etas {
    ...EtaFigure
  }
  attention {
    ...Attention
  }
}
    fragment Filmstrip on Filmstrip {
  method
  imageUrl
  factsRight
  low
  middle
  high
}
fragment EtaFigure on EtaFigure {
  method
  imageUrl
  values
  factsRight
  own
  short
  longer
}
fragment Attention on AttentionFigure {
  method
  words
  timesteps
  shares
}`, {"fragmentName":"Figures"}) as unknown as TypedDocumentString<FiguresFragment, unknown>;
export const MethodsDocument = /*#__PURE__*/ new TypedDocumentString(`
    query Methods {
  models(offered: true) {
    name
    method
    base {
      name
      title
      promptPairs {
        ...Pairs
      }
      methodComparison {
        ...Comparisons
      }
      methodFigures {
        ...Figures
      }
    }
  }
}
    fragment Pairs on PromptPairs {
  cosineCorrelation
  distillationCorrelation
  pairs {
    first
    second
    nearness
    cosine
    distillation
  }
}
fragment Comparisons on MethodComparison {
  command
  prompts
  seeds
  steps
  guidanceScale
  reference
  rows {
    ...ComparisonRow
  }
  surAblation {
    ...Ablation
  }
}
fragment ComparisonRow on MethodRow {
  method
  form
  category
  value
  low
  high
  difference {
    value
    low
    high
  }
}
fragment Ablation on SurAblationRow {
  variant
  trained
  eta
  movement
  prompts
  value
  low
  high
  difference {
    value
    low
    high
  }
}
fragment Figures on MethodFigures {
  command
  prompt
  seed
  guidanceScale
  shownSteps
  lastStep
  filmstrips {
    ...Filmstrip
  }
  etas {
    ...EtaFigure
  }
  attention {
    ...Attention
  }
}
fragment Filmstrip on Filmstrip {
  method
  imageUrl
  factsRight
  low
  middle
  high
}
fragment EtaFigure on EtaFigure {
  method
  imageUrl
  values
  factsRight
  own
  short
  longer
}
fragment Attention on AttentionFigure {
  method
  words
  timesteps
  shares
}`) as unknown as TypedDocumentString<MethodsQuery, MethodsQueryVariables>;