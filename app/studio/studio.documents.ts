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

export type CompareInput = {
  readonly category?: Category | null | undefined;
  /** Paints this longer version of the prompt instead of it. */
  readonly enrichmentId?: string | number | null | undefined;
  /** 0 to 1; 0 by default. */
  readonly guidanceRescale?: number | null | undefined;
  /** 0 to 20; guidance is off up to 1; by default what the base says. */
  readonly guidanceScale?: number | null | undefined;
  readonly height?: number | null | undefined;
  /** A picture to paint over: what `keepPicture` answered, or an `imageSha256`. */
  readonly initialSha256?: string | null | undefined;
  /** By default all of the first one’s base that a worker has; one that none has is waited for. */
  readonly modelIds?: ReadonlyArray<string | number> | null | undefined;
  readonly negativePrompt?: string | null | undefined;
  readonly noise?: NoiseSource | null | undefined;
  readonly prompt: string;
  /** A name of `schedulers`; by default what the base says. */
  readonly scheduler?: string | null | undefined;
  /** Up to four; by default a random one. */
  readonly seeds?: ReadonlyArray<string> | null | undefined;
  /** 1 to 100; by default what the base says. */
  readonly steps?: number | null | undefined;
  /** How much of that picture is painted anew, 0.01 to 1; by default 0.75. */
  readonly strength?: number | null | undefined;
  /** By default what the base says. */
  readonly timestepSpacing?: TimestepSpacing | null | undefined;
  /** Pixels, 32 to 1024, in steps of the base’s `sizeStep`. */
  readonly width?: number | null | undefined;
};

export type EnrichInput = {
  /** Of a prompt that is new; OTHER by default. */
  readonly category?: Category | null | undefined;
  readonly prompt: string;
  /** Of the language model’s second and later drafts; 0 by default. */
  readonly seed?: number | null | undefined;
  /** Your own longer version; without it a language model writes one. */
  readonly text?: string | null | undefined;
};

export type FactKind =
  | 'colour'
  | 'number'
  | 'object'
  | 'relation';

/** Where a picture or a text is on its way through a worker. */
export type JobStatus =
  | 'CANCELLED'
  | 'FAILED'
  | 'QUEUED'
  | 'RUNNING'
  | 'SUCCEEDED';

/** How a prompt becomes the text states that the UNet attends to. */
export type Method =
  | 'ELLA'
  | 'SUR'
  | 'VANILLA';

/** Whose random numbers the picture starts from: PyTorch’s on CPU or on CUDA. */
export type NoiseSource =
  | 'CPU'
  | 'PHILOX';

/** Which of the training’s timesteps a scheduler takes. */
export type TimestepSpacing =
  | 'LEADING'
  | 'LINSPACE'
  | 'TRAILING';

export type StudioQueryVariables = Exact<{ [key: string]: never; }>;


export type StudioQuery = { readonly schedulers: ReadonlyArray<SchedulerOptionFragment>, readonly models: ReadonlyArray<ModelOptionFragment> };

export type SchedulerOptionFragment = { readonly name: string, readonly title: string };

export type ModelOptionFragment = { readonly id: string, readonly name: string, readonly weightsSha256: string, readonly method: Method, readonly base: BaseOptionFragment };

export type BaseOptionFragment = { readonly name: string, readonly title: string, readonly steps: number, readonly guidanceScale: number, readonly scheduler: string, readonly resolution: number, readonly sizeStep: number };

export type CompareMutationVariables = Exact<{
  input: CompareInput;
}>;


export type CompareMutation = { readonly compare:
    | { readonly id: string }
    | { readonly message: string }
    | { readonly message: string }
    | { readonly message: string }
   };

export type PaintingSubscriptionVariables = Exact<{
  id: string | number;
}>;


export type PaintingSubscription = { readonly comparisonProgress: PaintingFragment | null };

export type PaintingFragment = { readonly id: string, readonly key: string, readonly viewerCanCancel: boolean, readonly generations: ReadonlyArray<PictureFragment> };

export type PictureFragment = { readonly key: string, readonly seed: string, readonly status: JobStatus, readonly waitsForModel: boolean, readonly error: string | null, readonly currentStep: number, readonly steps: number, readonly queuePosition: number | null, readonly previewUrl: string | null, readonly imageUrl: string | null, readonly imageSha256: string | null, readonly unknownWords: ReadonlyArray<string>, readonly model: { readonly name: string, readonly method: Method }, readonly scores: ReadonlyArray<{ readonly facts: ReadonlyArray<{ readonly fact: string, readonly asked: string, readonly seen: string, readonly right: boolean }> }> };

export type CancelComparisonMutationVariables = Exact<{
  id: string | number;
}>;


export type CancelComparisonMutation = { readonly cancelComparison:
    | { readonly __typename: 'Comparison' }
    | { readonly __typename: 'NotFound' }
    | { readonly __typename: 'NotYours' }
   };

export type SendToVotingMutationVariables = Exact<{
  id: string | number;
}>;


export type SendToVotingMutation = { readonly sendToVoting:
    | { readonly message: string }
    | { readonly message: string }
    | Record<PropertyKey, never>
   };

export type KeepPictureMutationVariables = Exact<{
  base64: string;
}>;


export type KeepPictureMutation = { readonly keepPicture:
    | { readonly message: string }
    | { readonly sha256: string, readonly url: string }
    | { readonly message: string }
   };

export type EnrichMutationVariables = Exact<{
  input: EnrichInput;
}>;


export type EnrichMutation = { readonly enrich:
    | LongerPromptFragment
    | { readonly message: string }
    | { readonly message: string }
   };

export type EnrichingSubscriptionVariables = Exact<{
  id: string | number;
}>;


export type EnrichingSubscription = { readonly enrichmentProgress: LongerPromptFragment | null };

export type CancelEnrichmentMutationVariables = Exact<{
  id: string | number;
}>;


export type CancelEnrichmentMutation = { readonly cancelEnrichment:
    | { readonly __typename: 'Enrichment' }
    | { readonly __typename: 'NotFound' }
    | { readonly __typename: 'NotYours' }
   };

export type LongerPromptFragment = { readonly id: string, readonly status: JobStatus, readonly waitsForWriter: boolean, readonly text: string, readonly llm: string | null, readonly drafts: number, readonly error: string | null, readonly viewerCanCancel: boolean, readonly facts: ReadonlyArray<{ readonly kind: FactKind, readonly text: string, readonly kept: boolean }>, readonly mended: ReadonlyArray<{ readonly text: string }> };

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
export const SchedulerOptionFragmentDoc = /*#__PURE__*/ new TypedDocumentString(`
    fragment SchedulerOption on Scheduler {
  name
  title
}
    `, {"fragmentName":"SchedulerOption"}) as unknown as TypedDocumentString<SchedulerOptionFragment, unknown>;
export const BaseOptionFragmentDoc = /*#__PURE__*/ new TypedDocumentString(`
    fragment BaseOption on Base {
  name
  title
  steps
  guidanceScale
  scheduler
  resolution
  sizeStep
}
    `, {"fragmentName":"BaseOption"}) as unknown as TypedDocumentString<BaseOptionFragment, unknown>;
export const ModelOptionFragmentDoc = /*#__PURE__*/ new TypedDocumentString(`
    fragment ModelOption on Model {
  id
  name
  weightsSha256
  method
  base {
    ...BaseOption
  }
}
    fragment BaseOption on Base {
  name
  title
  steps
  guidanceScale
  scheduler
  resolution
  sizeStep
}`, {"fragmentName":"ModelOption"}) as unknown as TypedDocumentString<ModelOptionFragment, unknown>;
export const PictureFragmentDoc = /*#__PURE__*/ new TypedDocumentString(`
    fragment Picture on Generation {
  key
  seed
  status
  waitsForModel
  error
  currentStep
  steps
  queuePosition
  previewUrl
  imageUrl
  imageSha256
  unknownWords
  model {
    name
    method
  }
  scores {
    facts {
      fact
      asked
      seen
      right
    }
  }
}
    `, {"fragmentName":"Picture"}) as unknown as TypedDocumentString<PictureFragment, unknown>;
export const PaintingFragmentDoc = /*#__PURE__*/ new TypedDocumentString(`
    fragment Painting on Comparison {
  id
  key
  viewerCanCancel
  generations {
    ...Picture
  }
}
    fragment Picture on Generation {
  key
  seed
  status
  waitsForModel
  error
  currentStep
  steps
  queuePosition
  previewUrl
  imageUrl
  imageSha256
  unknownWords
  model {
    name
    method
  }
  scores {
    facts {
      fact
      asked
      seen
      right
    }
  }
}`, {"fragmentName":"Painting"}) as unknown as TypedDocumentString<PaintingFragment, unknown>;
export const LongerPromptFragmentDoc = /*#__PURE__*/ new TypedDocumentString(`
    fragment LongerPrompt on Enrichment {
  id
  status
  waitsForWriter
  text
  llm
  drafts
  error
  viewerCanCancel
  facts {
    kind
    text
    kept
  }
  mended {
    text
  }
}
    `, {"fragmentName":"LongerPrompt"}) as unknown as TypedDocumentString<LongerPromptFragment, unknown>;
export const StudioDocument = /*#__PURE__*/ new TypedDocumentString(`
    query Studio {
  schedulers {
    ...SchedulerOption
  }
  models(offered: true) {
    ...ModelOption
  }
}
    fragment SchedulerOption on Scheduler {
  name
  title
}
fragment ModelOption on Model {
  id
  name
  weightsSha256
  method
  base {
    ...BaseOption
  }
}
fragment BaseOption on Base {
  name
  title
  steps
  guidanceScale
  scheduler
  resolution
  sizeStep
}`) as unknown as TypedDocumentString<StudioQuery, StudioQueryVariables>;
export const CompareDocument = /*#__PURE__*/ new TypedDocumentString(`
    mutation Compare($input: CompareInput!) {
  compare(input: $input) {
    ... on Comparison {
      id
    }
    ... on Problem {
      message
    }
  }
}
    `) as unknown as TypedDocumentString<CompareMutation, CompareMutationVariables>;
export const PaintingDocument = /*#__PURE__*/ new TypedDocumentString(`
    subscription Painting($id: ID!) {
  comparisonProgress(id: $id) {
    ...Painting
  }
}
    fragment Painting on Comparison {
  id
  key
  viewerCanCancel
  generations {
    ...Picture
  }
}
fragment Picture on Generation {
  key
  seed
  status
  waitsForModel
  error
  currentStep
  steps
  queuePosition
  previewUrl
  imageUrl
  imageSha256
  unknownWords
  model {
    name
    method
  }
  scores {
    facts {
      fact
      asked
      seen
      right
    }
  }
}`) as unknown as TypedDocumentString<PaintingSubscription, PaintingSubscriptionVariables>;
export const CancelComparisonDocument = /*#__PURE__*/ new TypedDocumentString(`
    mutation CancelComparison($id: ID!) {
  cancelComparison(id: $id) {
    __typename
  }
}
    `) as unknown as TypedDocumentString<CancelComparisonMutation, CancelComparisonMutationVariables>;
export const SendToVotingDocument = /*#__PURE__*/ new TypedDocumentString(`
    mutation SendToVoting($id: ID!) {
  sendToVoting(id: $id) {
    ... on Problem {
      message
    }
  }
}
    `) as unknown as TypedDocumentString<SendToVotingMutation, SendToVotingMutationVariables>;
export const KeepPictureDocument = /*#__PURE__*/ new TypedDocumentString(`
    mutation KeepPicture($base64: String!) {
  keepPicture(base64: $base64) {
    ... on KeptPicture {
      sha256
      url
    }
    ... on Problem {
      message
    }
  }
}
    `) as unknown as TypedDocumentString<KeepPictureMutation, KeepPictureMutationVariables>;
export const EnrichDocument = /*#__PURE__*/ new TypedDocumentString(`
    mutation Enrich($input: EnrichInput!) {
  enrich(input: $input) {
    ... on Enrichment {
      ...LongerPrompt
    }
    ... on Problem {
      message
    }
  }
}
    fragment LongerPrompt on Enrichment {
  id
  status
  waitsForWriter
  text
  llm
  drafts
  error
  viewerCanCancel
  facts {
    kind
    text
    kept
  }
  mended {
    text
  }
}`) as unknown as TypedDocumentString<EnrichMutation, EnrichMutationVariables>;
export const EnrichingDocument = /*#__PURE__*/ new TypedDocumentString(`
    subscription Enriching($id: ID!) {
  enrichmentProgress(id: $id) {
    ...LongerPrompt
  }
}
    fragment LongerPrompt on Enrichment {
  id
  status
  waitsForWriter
  text
  llm
  drafts
  error
  viewerCanCancel
  facts {
    kind
    text
    kept
  }
  mended {
    text
  }
}`) as unknown as TypedDocumentString<EnrichingSubscription, EnrichingSubscriptionVariables>;
export const CancelEnrichmentDocument = /*#__PURE__*/ new TypedDocumentString(`
    mutation CancelEnrichment($id: ID!) {
  cancelEnrichment(id: $id) {
    __typename
  }
}
    `) as unknown as TypedDocumentString<CancelEnrichmentMutation, CancelEnrichmentMutationVariables>;