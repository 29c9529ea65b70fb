import { keptFacts, type KeptFact } from './kept-facts';
import {
  completeText,
  Declined,
  LanguageModelError,
  type CompletionHooks,
  type LanguageModel,
} from './language-model';
import { renderTemplate, type Template } from './templates';
import { plainText } from './unwrapped';

/** How many texts the model may write before the best one is mended. */
const MOST_DRAFTS = 4;
const MAX_TOKENS = 90;
const MOST_SENTENCES = 4;
const LEAST_NEW_WORDS = 4;

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

function sentencesOf(text: string): string[] {
  return (text.match(/[^.!?]+[.!?]+/gu) ?? []).map((part) => part.trim());
}

/**
 * A draft without its last half sentence, if it ran out of tokens, and without what it repeats: small
 * models fall into loops. As many sentences as the templates ask for at most.
 */
function tidy(text: string): string {
  const flat = plainText(text).replace(/\s+/gu, ' ').trim();
  const whole = /^.*[.!?](?=\s|$)/u.exec(flat)?.[0] ?? sentence(flat);
  const seen = new Set<string>();
  const fresh = sentencesOf(whole).filter((part) => {
    const known = seen.has(part.toLowerCase());
    seen.add(part.toLowerCase());
    return !known;
  });
  return fresh.slice(0, MOST_SENTENCES).join(' ');
}

/** Whether `text` says something that the short prompt does not. */
function addsTo(short: string, text: string): boolean {
  const said = new Set(short.toLowerCase().match(/\p{L}+/gu));
  const words = text.toLowerCase().match(/\p{L}+/gu) ?? [];
  return words.filter((word) => !said.has(word)).length >= LEAST_NEW_WORDS;
}

function lost(facts: readonly KeptFact[]): KeptFact[] {
  return facts.filter(({ kept }) => !kept);
}

/** `text` after the short prompt itself, without the sentences that contradict it. */
function mend(short: string, text: string): string {
  const first = sentence(short);
  const kept = sentencesOf(text).filter(
    (part) => part !== first && lost(keptFacts(short, `${first} ${part}`)).length === 0,
  );
  return [first, ...kept].join(' ');
}

/**
 * Asks `model` for the longer version of `short`. The first draft is free; later ones must begin
 * with the short prompt itself. A draft that adds nothing does not count. When facts are still
 * missing, the best draft is mended, and the result says so. Throws LanguageModelError, also when no
 * draft added anything or the model declined to write each, or the reason of the signal.
 */
export async function enrich(
  model: LanguageModel,
  template: Template,
  short: string,
  seed: number,
  { onText, signal }: CompletionHooks = {},
): Promise<Enriched> {
  let best: { text: string; facts: readonly KeptFact[] } | undefined;
  let declined: Declined | undefined;
  const hooks = { signal, onText: onText && ((text: string) => onText(plainText(text))) };
  for (let drafts = 1; drafts <= MOST_DRAFTS; drafts += 1) {
    const request = {
      system: template.system,
      user: renderTemplate(template, short),
      // Left alone, a small model likes to end after the short prompt.
      opening: drafts === 1 ? '' : `${sentence(short)} The`,
      maxTokens: MAX_TOKENS,
      temperature: drafts === 1 ? 0 : 0.6,
      seed: seed + drafts - 1,
      stop: ['\n', 'Short:'],
    };
    const draft = await completeText(model, request, hooks).catch((error: unknown) => {
      if (!(error instanceof Declined)) throw error;
      declined = error;
      return '';
    });
    const text = tidy(draft);
    const facts = keptFacts(short, text);
    if (!addsTo(short, text)) continue;
    if (lost(facts).length === 0) return { text, facts, drafts, mended: [] };
    if (!best || lost(facts).length < lost(best.facts).length) best = { text, facts };
  }
  if (!best) {
    if (declined) throw declined;
    throw new LanguageModelError(
      `${model.name} had nothing to add to “${short}” in ${MOST_DRAFTS} drafts.`,
    );
  }
  const mended = lost(best.facts);
  const text = mend(short, best.text);
  return { text, facts: keptFacts(short, text), drafts: MOST_DRAFTS, mended };
}
