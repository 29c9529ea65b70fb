import { setTimeout as sleep } from 'node:timers/promises';
import OpenAI, { APIConnectionTimeoutError, APIError, APIUserAbortError } from 'openai';
import { explain, isUsedUp } from './explain-server';
import {
  LanguageModelError,
  ThoughtOnly,
  type CompletionRequest,
  type LanguageModel,
} from './language-model';
import { bodyFor, formWithout, WHOLE_FORM } from './request-form';
import { fetchAnswer, piecesOf, refusedIn } from './server-answer';
import { untilStop } from './stop';
import { unwrapped } from './unwrapped';

/** Where an OpenAI-compatible server is, such as Ollama's, vLLM's or llama.cpp's. */
export interface OpenAiSettings {
  /** Up to and with `/v1`. */
  readonly baseUrl: string;
  readonly apiKey: string;
  readonly model: string;
  /** For the whole answer; a server that is slower counts as away. */
  readonly timeoutMs: number;
  /** How often a request that failed for a passing reason is sent again. */
  readonly retries: number;
}

/** What a model gets that used up a text's room for thinking. */
const ROOM_TO_THINK = 4096;

/** What the sentence that an opening begins with last has of it: an answer with a beginning of its own does not go on there. */
const BEGUN = /(?<=[.!?])\s+\S+$/;

/** `heard` after `opening`, which only some models repeat; others go on from it, or write a sentence of their own. */
function after(opening: string, heard: string): string {
  const isRepeated = heard.toLowerCase().startsWith(opening.toLowerCase());
  if (isRepeated) return `${opening}${heard.slice(opening.length)}`;
  return `${/^\p{Ll}/u.test(heard) ? opening : opening.replace(BEGUN, '')} ${heard}`;
}

/** The pieces with `opening` in front of them, whether they begin with it or not. */
async function* opened(pieces: AsyncIterable<string>, opening: string): AsyncGenerator<string> {
  let heard = '';
  let settled = opening === '';
  for await (const piece of pieces) {
    if (settled) {
      yield piece;
      continue;
    }
    heard = `${heard}${piece}`.trimStart();
    const mayRepeat = opening.toLowerCase().startsWith(heard.toLowerCase());
    if (heard.length < opening.length && mayRepeat) continue;
    settled = true;
    yield after(opening, heard);
  }
  if (!settled) yield opening;
}

/** Reasons that pass: no answer, too much to do, a fault of the server's own. */
function passes(error: unknown): boolean {
  const refused = refusedIn(error);
  if (!refused) return error instanceof APIError && !(error instanceof APIUserAbortError);
  const { status } = refused;
  return status === 408 || (status === 429 && !isUsedUp(refused)) || status >= 500;
}

/** Milliseconds until the next try: as the server says in seconds, or the longer the more there were. */
function pauseMs(error: unknown, tries: number): number {
  const said = Number(refusedIn(error)?.headers.get('retry-after') ?? NaN);
  return Number.isFinite(said) && said >= 0 ? 1000 * said : 500 * 2 ** tries;
}

interface Patience {
  readonly retries: number;
  /** By `performance.now()`; a wait beyond it is not begun. */
  readonly until: number;
  readonly signal: AbortSignal;
}

/** Has `ask` try again while it fails for a reason that passes, as often as may be; ends with the signal, also while it waits. */
async function patiently<T>(
  ask: () => Promise<T>,
  { retries, until, signal }: Patience,
): Promise<T> {
  for (let tries = 0; ; tries += 1) {
    try {
      return await ask();
    } catch (error) {
      const pause = pauseMs(error, tries);
      const isTooLong = performance.now() + pause > until;
      if (tries >= retries || isTooLong || signal.aborted || !passes(error)) throw error;
      await sleep(pause, undefined, { signal });
    }
  }
}

/** A language model behind the OpenAI protocol's chat completions, streamed where it can. */
export function openAiCompatible(settings: OpenAiSettings): LanguageModel {
  const client = new OpenAI({
    baseURL: settings.baseUrl,
    apiKey: settings.apiKey,
    timeout: settings.timeoutMs,
    // Its own waiting for a Retry-After hears no signal.
    maxRetries: 0,
    fetch: fetchAnswer,
    // What goes wrong is thrown; it shall not also be printed.
    logLevel: 'off',
  });
  // What is learnt of the server holds for all further requests.
  let form = WHOLE_FORM;
  let thinks = false;

  /** The answer to `request` in a form that the server takes. */
  async function ask(request: CompletionRequest, signal: AbortSignal): Promise<Response> {
    for (;;) {
      try {
        const body = bodyFor(request, form, settings.model);
        return await client.chat.completions.create(body, { signal }).asResponse();
      } catch (error) {
        const refused = refusedIn(error);
        const smaller = refused && formWithout(form, refused);
        if (!smaller) throw error;
        form = smaller;
      }
    }
  }

  async function* answer(request: CompletionRequest, patience: Patience): AsyncGenerator<string> {
    const maxTokens = thinks ? ROOM_TO_THINK : request.maxTokens;
    // Whoever has read enough ends the request.
    const enough = new AbortController();
    const signal = AbortSignal.any([patience.signal, enough.signal]);
    const response = await patiently(() => ask({ ...request, maxTokens }, signal), patience);
    yield* unwrapped(piecesOf(response, client, enough));
    // The client ends quietly when its signal aborts.
    patience.signal.throwIfAborted();
  }

  async function* answerOrThink(
    request: CompletionRequest,
    patience: Patience,
  ): AsyncGenerator<string> {
    try {
      yield* answer(request, patience);
    } catch (error) {
      if (thinks || !(error instanceof ThoughtOnly)) throw error;
      patience.signal.throwIfAborted();
      thinks = true;
      yield* answer(request, patience);
    }
  }

  async function* write(request: CompletionRequest, signal?: AbortSignal): AsyncGenerator<string> {
    const { retries, timeoutMs } = settings;
    const deadline = AbortSignal.timeout(timeoutMs);
    const either = AbortSignal.any(signal ? [signal, deadline] : [deadline]);
    const patience = { retries, until: performance.now() + timeoutMs, signal: either };
    try {
      yield* opened(answerOrThink(request, patience), request.opening);
    } catch (error) {
      signal?.throwIfAborted();
      const late = deadline.aborted || error instanceof APIUserAbortError;
      if (!late && error instanceof LanguageModelError) throw error;
      throw explain(late ? new APIConnectionTimeoutError() : error, settings);
    }
  }

  return {
    name: settings.model,
    complete: (request, signal) => untilStop(write(request, signal), request.stop),
  };
}
