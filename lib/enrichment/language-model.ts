/** What a language model is asked to write. */
export interface CompletionRequest {
  /** What it shall be and do, and what is said to it. */
  readonly system: string;
  readonly user: string;
  /** How its answer begins; it is part of the text that comes back. */
  readonly opening: string;
  readonly maxTokens: number;
  /** 0 always takes the likeliest token. */
  readonly temperature: number;
  /** Equal seeds give equal texts where the provider can promise it. */
  readonly seed: number;
  /** The text ends before the first of these. */
  readonly stop: readonly string[];
}

/** Something that writes. Every provider passes tests/support/language-model-contract.ts. */
export interface LanguageModel {
  /** Its name as an Enrichment stores it. */
  readonly name: string;
  /**
   * The answer piece by piece, the opening first. Throws LanguageModelError, or the reason of
   * `signal` when that aborts.
   */
  complete(request: CompletionRequest, signal?: AbortSignal): AsyncIterable<string>;
}

/** What visitors read where only whoever runs Sarovar can do something. */
export const AWAY =
  'The language model cannot write just now; try again later, or write the longer version yourself.';

/** Why a language model could not answer, in one sentence. */
export class LanguageModelError extends Error {
  override readonly name = 'LanguageModelError';
  /** What visitors read of it, where they shall not know which server was asked and what it answered. */
  readonly shown: string;

  constructor(
    message: string,
    { shown, ...options }: ErrorOptions & { readonly shown?: string } = {},
  ) {
    super(message, options);
    this.shown = shown ?? message;
  }
}

/** It, or the filter before it, would not write about this, for reasons that `words` may give. */
export class Declined extends LanguageModelError {
  constructor(words: string, who: 'model' | 'filter' = 'model') {
    const name =
      who === 'model' ? 'The language model' : 'The content filter of the language model';
    const said = words.replace(/\s+/gu, ' ').trim();
    super(`${name} declined to write${said ? `. It said: “${said}”` : '.'}`, {
      shown:
        'The language model declined to make this prompt longer; say it in other words, or write the longer version yourself.',
    });
  }
}

/** Its whole answer was thinking, and no text. */
export class ThoughtOnly extends LanguageModelError {
  constructor() {
    super(
      'The language model used up its room for thinking and wrote no text; switch its thinking off, or choose a model that answers at once.',
      { shown: AWAY },
    );
  }
}

export interface CompletionHooks {
  /** Called with the text so far whenever it grows. */
  readonly onText?: ((text: string) => void | Promise<void>) | undefined;
  /** The abort reason is thrown. */
  readonly signal?: AbortSignal | undefined;
}

/** The whole answer as one text. Throws LanguageModelError, or the signal's reason. */
export async function completeText(
  model: LanguageModel,
  request: CompletionRequest,
  { onText, signal }: CompletionHooks = {},
): Promise<string> {
  let text = '';
  for await (const piece of model.complete(request, signal)) {
    text += piece;
    await onText?.(text);
  }
  return text;
}
