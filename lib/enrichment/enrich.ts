import { keptFacts, type KeptFact } from './kept-facts';
import { completeText, type LanguageModel } from './language-model';
import { renderTemplate, type Template } from './templates';

/** How often the model may try before its text is mended. */
const ATTEMPTS = 4;
const MAX_TOKENS = 90;

/** A longer prompt and how it came about. */
export interface Enriched {
  readonly text: string;
  readonly facts: readonly KeptFact[];
  /** 1 when the first text kept everything. */
  readonly attempts: number;
  /** The facts that the model had lost and that were put in front without it. */
  readonly mended: readonly KeptFact[];
  readonly seed: number;
}

function sentence(text: string): string {
  const trimmed = text.trim().replace(/[.!?…\s]+$/u, '');
  return `${trimmed.charAt(0).toUpperCase()}${trimmed.slice(1)}.`;
}

/** Whole sentences only: a text that ran out of tokens loses its last half one. */
function wholeSentences(text: string): string {
  const flat = text.replace(/\s+/gu, ' ').trim();
  return /^.*[.!?](?=\s|$)/u.exec(flat)?.[0] ?? sentence(flat);
}

function lost(facts: readonly KeptFact[]): KeptFact[] {
  return facts.filter(({ kept }) => !kept);
}

/**
 * Asks `model` for the longer version of `short`. The first attempt is free; later ones must begin
 * with the short prompt itself. When facts are still missing, the short prompt is put in front of
 * the best text as a sentence of its own, without the sentences that contradict it, and the result
 * says so. Throws LanguageModelError, or the reason of `signal`.
 */
export async function enrich(
  model: LanguageModel,
  template: Template,
  short: string,
  seed: number,
  signal?: AbortSignal,
): Promise<Enriched> {
  let best: { text: string; facts: readonly KeptFact[] } | undefined;
  for (let attempt = 1; attempt <= ATTEMPTS; attempt += 1) {
    const request = {
      system: template.system,
      user: renderTemplate(template, short),
      opening: attempt === 1 ? '' : sentence(short),
      maxTokens: MAX_TOKENS,
      temperature: attempt === 1 ? 0 : 0.6,
      seed: seed + attempt - 1,
      stop: ['\n', 'Short:'],
    };
    const text = wholeSentences(await completeText(model, request, signal));
    const facts = keptFacts(short, text);
    if (lost(facts).length === 0) return { text, facts, attempts: attempt, mended: [], seed };
    if (!best || lost(facts).length < lost(best.facts).length) best = { text, facts };
  }
  const mended = lost(best?.facts ?? []);
  const sentences = (best?.text ?? '').match(/[^.!?]+[.!?]+/gu) ?? [];
  const first = sentence(short);
  const kept = sentences
    .map((part) => part.trim())
    .filter((part) => part !== first && lost(keptFacts(short, `${first} ${part}`)).length === 0);
  const text = [first, ...kept].join(' ');
  return { text, facts: keptFacts(short, text), attempts: ATTEMPTS, mended, seed };
}
