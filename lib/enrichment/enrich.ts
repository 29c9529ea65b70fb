import { keptFacts, type KeptFact } from './kept-facts';
import { completeText, type CompletionHooks, type LanguageModel } from './language-model';
import { renderTemplate, type Template } from './templates';

/** How many texts the model may write before the best one is mended. */
const MOST_DRAFTS = 4;
const MAX_TOKENS = 90;

/** A longer prompt and how it came about. */
export interface Enriched {
  readonly text: string;
  readonly facts: readonly KeptFact[];
  /** How many texts the model wrote; 1 when the first kept everything. */
  readonly drafts: number;
  /** The facts that the model had lost and that were put in front without it. */
  readonly mended: readonly KeptFact[];
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

/** `text` after the short prompt itself, without the sentences that contradict it. */
function mend(short: string, text: string): string {
  const first = sentence(short);
  const kept = (text.match(/[^.!?]+[.!?]+/gu) ?? [])
    .map((part) => part.trim())
    .filter((part) => part !== first && lost(keptFacts(short, `${first} ${part}`)).length === 0);
  return [first, ...kept].join(' ');
}

/**
 * Asks `model` for the longer version of `short`. The first draft is free; later ones must begin
 * with the short prompt itself. When facts are still missing, the best draft is mended, and the
 * result says so. Throws LanguageModelError, or the reason of the signal.
 */
export async function enrich(
  model: LanguageModel,
  template: Template,
  short: string,
  seed: number,
  hooks: CompletionHooks = {},
): Promise<Enriched> {
  let best: { text: string; facts: readonly KeptFact[] } | undefined;
  for (let drafts = 1; drafts <= MOST_DRAFTS; drafts += 1) {
    const request = {
      system: template.system,
      user: renderTemplate(template, short),
      opening: drafts === 1 ? '' : sentence(short),
      maxTokens: MAX_TOKENS,
      temperature: drafts === 1 ? 0 : 0.6,
      seed: seed + drafts - 1,
      stop: ['\n', 'Short:'],
    };
    const text = wholeSentences(await completeText(model, request, hooks));
    const facts = keptFacts(short, text);
    if (lost(facts).length === 0) return { text, facts, drafts, mended: [] };
    if (!best || lost(facts).length < lost(best.facts).length) best = { text, facts };
  }
  const mended = lost(best?.facts ?? []);
  const text = mend(short, best?.text ?? '');
  return { text, facts: keptFacts(short, text), drafts: MOST_DRAFTS, mended };
}
