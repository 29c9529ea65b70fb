import { words } from '@/app/words/server';
import type { PlacedScoreFragment } from './comparison.documents';
import { foundWords, type Found, type Part } from './found-words';

interface Props {
  readonly prompt: string;
  readonly scores: readonly PlacedScoreFragment[];
}

/** In the order of the legend. */
const LEGEND: readonly Found[] = ['all', 'some', 'none', 'unchecked', 'unknown'];

/** The prompt, each of whose words says by colour and line in how many pictures it was found; the legend says it in words. */
export async function FoundPrompt({ prompt, scores }: Props) {
  const t = await words();
  const parts = foundWords(prompt, scores);
  const shown = LEGEND.map((found) => ({ found, list: wordsOf(parts, found) })).filter(
    ({ list }) => list !== '',
  );
  return (
    <>
      <h1 className="text-title max-w-text font-semibold text-balance">
        {parts.map(({ text, found }, index) =>
          found ? (
            <span key={index} className="found" data-found={found}>
              {text}
            </span>
          ) : (
            text
          ),
        )}
      </h1>
      {shown.length > 0 && (
        <ul className="mt-2 flex flex-wrap gap-x-6 gap-y-1 text-sm">
          {shown.map(({ found, list }) => (
            <li key={found}>
              {t(`comparison.found.${found}`)}{' '}
              <span className="found font-medium" data-found={found}>
                {list}
              </span>
            </li>
          ))}
        </ul>
      )}
    </>
  );
}

function wordsOf(parts: readonly Part[], which: Found): string {
  return parts
    .filter(({ found }) => found === which)
    .map(({ text }) => text)
    .join(', ');
}
