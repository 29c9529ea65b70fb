import { METHODS_IN } from '@/app/words/messages';
import { readersLocale } from '@/app/words/server';
import type { ExplainedFragment } from './methods.documents';

/** A method as its table explains it, in the reader's language where that is translated. */
export async function readersExplanation(method: ExplainedFragment): Promise<ExplainedFragment> {
  const translated = METHODS_IN[await readersLocale()];
  if (!translated) return method;
  const part = (text: string) => translated.parts[text] ?? text;
  return {
    ...method,
    summary: translated.summaries[method.method] ?? method.summary,
    explanation: translated.explanations[method.method] ?? method.explanation,
    path: method.path.map(({ title, note, trained }) => ({
      title: part(title),
      note: note === null ? null : part(note),
      trained,
    })),
  };
}
