import { enrich } from '@/lib/enrichment/enrich';
import { LanguageModelError } from '@/lib/enrichment/language-model';
import { openAiCompatible } from '@/lib/enrichment/openai-compatible';
import { TEMPLATES } from '@/lib/enrichment/templates';
import { quirkyLanguageModel, refusalBody, type Habit } from './quirky-language-model';

export const SHORT = 'a brown dog';
export const GOOD =
  'A brown dog. The scene is bright and the fur is soft and brown, and the ground below is made of smooth grey stone.';
export const THOUGHT =
  'Okay, the user wants the long version of the prompt. I should keep every number.';

/** What becomes of `SHORT` at a server of that habit, all that visitors saw meanwhile, and what was asked. */
export async function written(habit: Habit, timeoutMs = 20_000) {
  const server = await quirkyLanguageModel(habit);
  const settings = { apiKey: 'sk-secret', model: 'm', timeoutMs, retries: 2 };
  const model = openAiCompatible({ ...settings, baseUrl: server.baseUrl });
  const seen: string[] = [];
  const onText = (text: string) => void seen.push(text);
  const begun = performance.now();
  const result = await enrich(model, TEMPLATES.detailed, SHORT, 0, { onText }).catch(
    (error: unknown) => error,
  );
  server.close();
  const error = result instanceof LanguageModelError ? result : undefined;
  const text =
    typeof result === 'object' && result !== null && 'text' in result ? result.text : undefined;
  return { text, error, seen, asked: server.asked, ms: performance.now() - begun };
}

/** It answers with that status and that sentence. */
export const refuses =
  (message: string, status = 400): Habit =>
  ({ json }) =>
    json(status, refusalBody(message));

/** Whether a request has that part. */
export const has = (name: string) => (asked: object) => name in asked;
