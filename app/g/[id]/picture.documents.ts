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

/** ALIGNMENT: does it show what the prompt says? QUALITY: is it well made? PLAUSIBILITY: could it be? */
export type Criterion =
  | 'ALIGNMENT'
  | 'PLAUSIBILITY'
  | 'QUALITY';

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

export type ModelStatus =
  | 'ACTIVE'
  | 'RETIRED';

/** Whose random numbers the picture starts from: PyTorch’s on CPU or on CUDA. */
export type NoiseSource =
  | 'CPU'
  | 'PHILOX';

export type RateInput = {
  readonly criterion: Criterion;
  readonly generationId: string | number;
  /** 1 to 5. */
  readonly value: number;
};

/** Which of the training’s timesteps a scheduler takes. */
export type TimestepSpacing =
  | 'LEADING'
  | 'LINSPACE'
  | 'TRAILING';

export type PermalinkQueryVariables = Exact<{
  key: string;
}>;


export type PermalinkQuery = { readonly generation: { readonly id: string, readonly unlisted: boolean, readonly status: JobStatus, readonly waitsForModel: boolean, readonly error: string | null, readonly imageUrl: string | null, readonly imageSha256: string | null, readonly pixelsSha256: string | null, readonly seed: string, readonly steps: number, readonly guidanceScale: number, readonly guidanceRescale: number, readonly scheduler: string, readonly noise: NoiseSource, readonly width: number, readonly height: number, readonly negativePrompt: string, readonly timestepSpacing: TimestepSpacing | null, readonly initialUrl: string | null, readonly strength: number | null, readonly device: string | null, readonly durationMs: number | null, readonly createdAt: string, readonly runtime: unknown, readonly unknownWords: ReadonlyArray<string>, readonly truncatedWords: ReadonlyArray<string>, readonly prompt: { readonly text: string, readonly category: Category, readonly licence: string }, readonly enrichment: { readonly text: string, readonly llm: string | null, readonly templateName: string | null, readonly templateVersion: number | null, readonly seed: number, readonly drafts: number, readonly mended: ReadonlyArray<{ readonly text: string }> } | null, readonly model: { readonly name: string, readonly method: Method, readonly weightsSha256: string, readonly status: ModelStatus, readonly base: { readonly title: string, readonly licence: string } }, readonly scores: ReadonlyArray<ScoreFragment> } | null };

export type SharedPictureQueryVariables = Exact<{
  key: string;
}>;


export type SharedPictureQuery = { readonly generation: { readonly imageUrl: string | null, readonly prompt: { readonly text: string }, readonly model: { readonly name: string } } | null };

export type DownloadQueryVariables = Exact<{
  key: string;
}>;


export type DownloadQuery = { readonly generation: { readonly imageSha256: string | null, readonly prompt: { readonly text: string } } | null };

export type ReproduceMutationVariables = Exact<{
  id: string | number;
}>;


export type ReproduceMutation = { readonly reproduce:
    | { readonly id: string }
    | { readonly message: string }
    | { readonly message: string }
   };

export type ReproducingSubscriptionVariables = Exact<{
  id: string | number;
}>;


export type ReproducingSubscription = { readonly generationProgress: { readonly status: JobStatus, readonly waitsForModel: boolean, readonly error: string | null, readonly currentStep: number, readonly steps: number, readonly reproduction: { readonly pixelsEqual: boolean } | null } | null };

export type RatingsQueryVariables = Exact<{
  key: string;
}>;


export type RatingsQuery = { readonly generation: RatedFragment | null };

export type RateMutationVariables = Exact<{
  input: RateInput;
}>;


export type RateMutation = { readonly rate:
    | RatedFragment
    | { readonly message: string }
    | { readonly message: string }
    | { readonly message: string }
    | { readonly message: string }
   };

export type RatedFragment = { readonly ratings: ReadonlyArray<{ readonly criterion: Criterion, readonly count: number, readonly mean: number, readonly low: number | null, readonly high: number | null }>, readonly myRatings: ReadonlyArray<{ readonly criterion: Criterion, readonly value: number }> };

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
export const RatedFragmentDoc = /*#__PURE__*/ new TypedDocumentString(`
    fragment Rated on Generation {
  ratings {
    criterion
    count
    mean
    low
    high
  }
  myRatings {
    criterion
    value
  }
}
    `, {"fragmentName":"Rated"}) as unknown as TypedDocumentString<RatedFragment, unknown>;
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
export const PermalinkDocument = /*#__PURE__*/ new TypedDocumentString(`
    query Permalink($key: String!) {
  generation(key: $key) {
    id
    unlisted
    status
    waitsForModel
    error
    imageUrl
    imageSha256
    pixelsSha256
    seed
    steps
    guidanceScale
    guidanceRescale
    scheduler
    noise
    width
    height
    negativePrompt
    timestepSpacing
    initialUrl
    strength
    device
    durationMs
    createdAt
    runtime
    unknownWords
    truncatedWords
    prompt {
      text
      category
      licence
    }
    enrichment {
      text
      llm
      templateName
      templateVersion
      seed
      drafts
      mended {
        text
      }
    }
    model {
      name
      method
      weightsSha256
      status
      base {
        title
        licence
      }
    }
    scores {
      ...Score
    }
  }
}
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
}`) as unknown as TypedDocumentString<PermalinkQuery, PermalinkQueryVariables>;
export const SharedPictureDocument = /*#__PURE__*/ new TypedDocumentString(`
    query SharedPicture($key: String!) {
  generation(key: $key) {
    imageUrl
    prompt {
      text
    }
    model {
      name
    }
  }
}
    `) as unknown as TypedDocumentString<SharedPictureQuery, SharedPictureQueryVariables>;
export const DownloadDocument = /*#__PURE__*/ new TypedDocumentString(`
    query Download($key: String!) {
  generation(key: $key) {
    imageSha256
    prompt {
      text
    }
  }
}
    `) as unknown as TypedDocumentString<DownloadQuery, DownloadQueryVariables>;
export const ReproduceDocument = /*#__PURE__*/ new TypedDocumentString(`
    mutation Reproduce($id: ID!) {
  reproduce(id: $id) {
    ... on Generation {
      id
    }
    ... on Problem {
      message
    }
  }
}
    `) as unknown as TypedDocumentString<ReproduceMutation, ReproduceMutationVariables>;
export const ReproducingDocument = /*#__PURE__*/ new TypedDocumentString(`
    subscription Reproducing($id: ID!) {
  generationProgress(id: $id) {
    status
    waitsForModel
    error
    currentStep
    steps
    reproduction {
      pixelsEqual
    }
  }
}
    `) as unknown as TypedDocumentString<ReproducingSubscription, ReproducingSubscriptionVariables>;
export const RatingsDocument = /*#__PURE__*/ new TypedDocumentString(`
    query Ratings($key: String!) {
  generation(key: $key) {
    ...Rated
  }
}
    fragment Rated on Generation {
  ratings {
    criterion
    count
    mean
    low
    high
  }
  myRatings {
    criterion
    value
  }
}`) as unknown as TypedDocumentString<RatingsQuery, RatingsQueryVariables>;
export const RateDocument = /*#__PURE__*/ new TypedDocumentString(`
    mutation Rate($input: RateInput!) {
  rate(input: $input) {
    ... on Problem {
      message
    }
    ... on Generation {
      ...Rated
    }
  }
}
    fragment Rated on Generation {
  ratings {
    criterion
    count
    mean
    low
    high
  }
  myRatings {
    criterion
    value
  }
}`) as unknown as TypedDocumentString<RateMutation, RateMutationVariables>;