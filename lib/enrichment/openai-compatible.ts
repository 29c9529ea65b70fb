import { setTimeout as sleep } from 'node:timers/promises';
import OpenAI, { APIConnectionTimeoutError, APIError, APIUserAbortError } from 'openai';
import { LanguageModelError, type CompletionRequest, type LanguageModel } from './language-model';
import { untilStop } from './stop';

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

const AWAY =
  'The language model cannot write just now; try again later, or write the longer version yourself.';

/** The sentence for whoever runs Sarovar that says what `error` means, with the server's own words where short. */
function explain(error: unknown, { baseUrl, model, timeoutMs }: OpenAiSettings): string {
  if (error instanceof APIConnectionTimeoutError) {
    return `The language model at ${baseUrl} did not answer within ${timeoutMs / 1000} seconds.`;
  }
  if (error instanceof APIError && typeof error.status === 'number') {
    const reasons: Readonly<Record<number, string>> = {
      401: 'refused the key; check LLM_API_KEY',
      403: 'refused the key; check LLM_API_KEY',
      404: `has no model called ${model}`,
      429: 'has too much to do at the moment',
    };
    const reason = reasons[error.status] ?? `answered with the status ${error.status}`;
    return `The language model at ${baseUrl} ${reason}.`;
  }
  if (error instanceof APIError) return `The language model at ${baseUrl} cannot be reached.`;
  return `What the language model at ${baseUrl} answered is not of the OpenAI protocol.`;
}

function messagesFor({ system, user, opening }: CompletionRequest) {
  const demand = opening ? `\n\nBegin your answer with exactly this: ${opening}` : '';
  return [
    { role: 'system' as const, content: system },
    { role: 'user' as const, content: `${user}${demand}` },
  ];
}

/** Puts `opening` in front of `pieces` unless they begin with it, which only some models manage. */
async function* opened(pieces: AsyncIterable<string>, opening: string): AsyncGenerator<string> {
  if (opening) yield opening;
  let heard = '';
  let settled = opening === '';
  for await (const piece of pieces) {
    if (settled) {
      yield piece;
      continue;
    }
    heard = `${heard}${piece}`.trimStart();
    const same = heard.slice(0, opening.length).toLowerCase();
    if (heard.length < opening.length && opening.toLowerCase().startsWith(same)) continue;
    settled = true;
    yield same === opening.toLowerCase() ? heard.slice(opening.length) : ` ${heard}`;
  }
}

/** Reasons that pass: no answer, too much to do, a fault of the server's own. */
function passes(error: unknown): boolean {
  if (!(error instanceof APIError) || error instanceof APIUserAbortError) return false;
  const status: unknown = error.status;
  return typeof status !== 'number' || status === 408 || status === 429 || status >= 500;
}

/** Milliseconds until the next try: as the server says in seconds, or the longer the more there were. */
function pauseMs(error: unknown, tries: number): number {
  const headers: unknown = error instanceof APIError ? error.headers : undefined;
  const said = headers instanceof Headers ? Number(headers.get('retry-after') ?? NaN) : NaN;
  return Number.isFinite(said) && said >= 0 ? 1000 * said : 500 * 2 ** tries;
}

/** Has `ask` try again while it fails for a reason that passes, as often as may be; ends with the signal, also while it waits. */
async function patiently<T>(
  ask: () => Promise<T>,
  retries: number,
  signal: AbortSignal,
): Promise<T> {
  for (let tries = 0; ; tries += 1) {
    try {
      return await ask();
    } catch (error) {
      if (tries >= retries || signal.aborted || !passes(error)) throw error;
      await sleep(pauseMs(error, tries), undefined, { signal });
    }
  }
}

/** A language model behind the OpenAI protocol's chat completions, streamed. */
export function openAiCompatible(settings: OpenAiSettings): LanguageModel {
  const client = new OpenAI({
    baseURL: settings.baseUrl,
    apiKey: settings.apiKey,
    timeout: settings.timeoutMs,
    // Its own waiting for a Retry-After hears no signal.
    maxRetries: 0,
    // What goes wrong is thrown; it shall not also be printed.
    logLevel: 'off',
  });

  async function* pieces(request: CompletionRequest, signal: AbortSignal): AsyncGenerator<string> {
    const ask = () =>
      client.chat.completions.create(
        {
          model: settings.model,
          messages: messagesFor(request),
          max_completion_tokens: request.maxTokens,
          temperature: request.temperature,
          // Deprecated at OpenAI; the servers that people run themselves all keep it.
          // eslint-disable-next-line @typescript-eslint/no-deprecated
          seed: request.seed,
          stream: true,
        },
        { signal },
      );
    const stream = await patiently(ask, settings.retries, signal);
    let answered = false;
    for await (const chunk of stream) {
      const text = chunk.choices[0]?.delta.content;
      answered ||= chunk.choices.length > 0;
      if (text) yield text;
    }
    // The client ends quietly when its signal aborts, and when a body holds no event at all.
    signal.throwIfAborted();
    if (!answered) throw new TypeError('The stream held no chunk.');
  }

  async function* write(request: CompletionRequest, signal?: AbortSignal): AsyncGenerator<string> {
    const deadline = AbortSignal.timeout(settings.timeoutMs);
    const either = AbortSignal.any(signal ? [signal, deadline] : [deadline]);
    try {
      yield* opened(pieces(request, either), request.opening);
    } catch (error) {
      signal?.throwIfAborted();
      const late = deadline.aborted || error instanceof APIUserAbortError;
      const cause = late ? new APIConnectionTimeoutError() : error;
      throw new LanguageModelError(explain(cause, settings), { cause: error, shown: AWAY });
    }
  }

  return {
    name: settings.model,
    complete: (request, signal) => untilStop(write(request, signal), request.stop),
  };
}
