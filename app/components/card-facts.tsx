import { words } from '@/app/words/server';
import { FactChips } from './fact-chips';
import { detectorInWords, factsInWords } from './facts-in-words';
import type { ScoreFragment } from './score.documents';

/**
 * What a card says of the facts of its prompt: each with a mark for each picture, the words that the base does not know,
 * and how often the detector is right.
 */
export async function CardFacts({ scores }: { scores: readonly ScoreFragment[] }) {
  const t = await words();
  const [first] = scores;
  if (!first) return null;
  const unknown = first.unknownWords.map(({ word }) => word).join(', ');
  return (
    <div className="mt-2 space-y-1">
      {scores.length === 1 && <p className="text-sm">{factsInWords(t, first)}</p>}
      <FactChips scores={scores} t={t} />
      {unknown !== '' && (
        <p className="text-xs text-amber-900 dark:text-amber-200">
          {t('facts.unknownWords', { words: unknown })}
        </p>
      )}
      <p className="quiet text-xs">{detectorInWords(t, first)}</p>
    </div>
  );
}
