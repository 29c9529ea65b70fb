import { words } from '@/app/words/server';
import { FactChips } from './fact-chips';
import {
  accuracyInWords,
  detectorInWords,
  factsInWords,
  kindOf,
  MARKS,
  seenOf,
  textOf,
} from './facts-in-words';
import { Wide } from './ui/wide';
import type { ScoreFragment } from './score.documents';

const COLUMNS = ['fact', 'seen', 'said', 'detectorRight'] as const;

/** What the scorer makes of a picture: the facts of its prompt, and beside them its own accuracy. */
export async function Verdict({ score }: { score: ScoreFragment }) {
  const t = await words();
  return (
    <section aria-labelledby="verdict" className="space-y-2">
      <h2 id="verdict" className="text-lg font-semibold">
        {t('facts.score', { facts: factsInWords(t, score) })}
      </h2>
      <FactChips scores={[score]} t={t} />
      <p className="quiet text-sm">{detectorInWords(t, score)}</p>
      <details className="text-sm">
        <summary className="min-h-11 content-center">{t('facts.details')}</summary>
        <Wide label={t('facts.table')} className="mt-2">
          <table className="w-full text-left">
            <thead className="quiet">
              <tr>
                {COLUMNS.map((column) => (
                  <th key={column} scope="col" className="py-1 pr-3 font-normal">
                    {t(`facts.column.${column}`)}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {score.facts.map((fact) => (
                <tr
                  key={`${fact.kind} ${fact.text}`}
                  className="border-t border-(--line) align-top"
                >
                  <th scope="row" className="py-1 pr-3 font-normal">
                    <span className="quiet">{kindOf(t, fact)}:</span> {textOf(t, fact)}
                  </th>
                  <td className="py-1 pr-3">{fact.seen === null ? '–' : seenOf(t, fact.seen)}</td>
                  <td className="py-1 pr-3">
                    {MARKS[fact.verdict]} {t(`comparison.verdict.${fact.verdict}`)}
                  </td>
                  <td className="py-1">
                    {accuracyInWords(t, [fact]) ?? '–'}{' '}
                    {fact.detectorAccuracy && (
                      <span className="quiet inline-block">
                        {t('facts.ofScenes', { count: fact.detectorAccuracy.asked })}
                      </span>
                    )}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </Wide>
        <p className="quiet mt-2">{t('facts.measured', { name: score.scorer.name })}</p>
      </details>
    </section>
  );
}
