import { APIConnectionTimeoutError, APIError } from 'openai';
import { AWAY, Declined, LanguageModelError } from './language-model';
import { Nonsense, refusedIn, type Refused } from './server-answer';

/** Whose server it was, as far as sentences name it. */
interface Server {
  readonly baseUrl: string;
  readonly apiKey: string;
  readonly model: string;
  readonly timeoutMs: number;
}

const ADDRESS = 'check LLM_BASE_URL, which usually ends with /v1';
/** A key shorter than that is none, and may be a word. */
const LEAST_KEY = 8;

/** Whether nothing comes of asking again: there is no more to spend. */
export function isUsedUp({ status, body }: Refused): boolean {
  return status === 402 || (status === 429 && /quota|billing|credit/i.test(body));
}

function isFilter({ body }: Refused): boolean {
  return /content_filter|content management policy|responsible ?ai/i.test(body);
}

/** What was wrong, and what to do about it. */
function reasonOf(refused: Refused, { model }: Server): string {
  const { status, body, words, isPage } = refused;
  if (isUsedUp(refused)) return 'says that the quota or credit of its account is used up';
  if (isPage && (status === 200 || status === 404 || status === 405)) {
    return `is not of the OpenAI protocol but answers with a web page; ${ADDRESS}`;
  }
  if (status === 401 || status === 403) return 'refused the key; check LLM_API_KEY';
  if (status === 404 && words === '') {
    return `has no model called ${model}, or is not at this address; check LLM_MODEL, and ${ADDRESS}`;
  }
  if (status === 404 && /model/i.test(body)) return `has no model called ${model}; check LLM_MODEL`;
  if (status === 404 || status === 405) return `knows no such address; ${ADDRESS}`;
  if (status === 429) return 'has too much to do at the moment';
  if (status < 500 && /context|too (?:long|many tokens)|maximum.*tokens/i.test(body)) {
    return 'needs a larger context for the instruction (llama.cpp: -c, vLLM: --max-model-len, Ollama: num_ctx)';
  }
  return status === 200 ? 'failed' : `answered with the status ${status}`;
}

function messageOf(error: unknown, server: Server): string {
  const name = `The language model at ${server.baseUrl}`;
  if (error instanceof APIConnectionTimeoutError) {
    return `${name} did not answer within ${server.timeoutMs / 1000} seconds.`;
  }
  const refused = refusedIn(error);
  if (refused) {
    const words =
      server.apiKey.length < LEAST_KEY
        ? refused.words
        : refused.words.replaceAll(server.apiKey, '…');
    return `${name} ${reasonOf(refused, server)}${words ? `. It said: “${words}”` : '.'}`;
  }
  if (error instanceof APIError) return `${name} cannot be reached.`;
  if (error instanceof Nonsense || error instanceof SyntaxError) {
    return `What the language model at ${server.baseUrl} answered is not of the OpenAI protocol.`;
  }
  return `${name} broke off in the middle of its answer.`;
}

/** What `error` means, for whoever runs Sarovar with the server's own words, and for visitors without. */
export function explain(error: unknown, server: Server): LanguageModelError {
  const refused = refusedIn(error);
  if (refused && isFilter(refused)) {
    return new Declined(refused.words, 'filter');
  }
  return new LanguageModelError(messageOf(error, server), { cause: error, shown: AWAY });
}
