import { FactChips } from './fact-chips';
import {
  accuracyInWords,
  detectorInWords,
  factsInWords,
  kindOf,
  VERDICTS,
  wordsOf,
} from './facts-in-words';
import { Wide } from './ui/wide';
import type { ScoreFragment } from './score.documents';

/** What the scorer makes of a picture: the facts of its prompt, and beside them its own accuracy. */
export function Verdict({ score }: { score: ScoreFragment }) {
  return (
    <section aria-labelledby="verdict" className="space-y-2">
      <h2 id="verdict" className="text-lg font-semibold">
        Automatic score: {factsInWords(score)}
      </h2>
      <FactChips scores={[score]} />
      <p className="quiet text-sm">{detectorInWords(score)}</p>
      <details className="text-sm">
        <summary className="cursor-pointer">What it saw, and how often it is right</summary>
        <Wide label="Facts" className="mt-2">
          <table className="w-full text-left">
            <thead className="quiet">
              <tr>
                {['Fact', 'Seen', 'Verdict', 'Detector right'].map((title) => (
                  <th key={title} scope="col" className="py-1 pr-3 font-normal">
                    {title}
                  </th>
                ))}
              </tr>
            </thead>
            <tbody>
              {score.facts.map((fact) => (
                <tr
                  key={`${fact.kind} ${fact.words}`}
                  className="border-t border-slate-200 align-top dark:border-slate-700"
                >
                  <th scope="row" className="py-1 pr-3 font-normal">
                    <span className="quiet">{kindOf(fact)}:</span> {wordsOf(fact)}
                  </th>
                  <td className="py-1 pr-3">{fact.seen ?? '–'}</td>
                  <td className="py-1 pr-3 whitespace-nowrap">
                    {VERDICTS[fact.verdict].mark} {fact.verdict.toLowerCase()}
                  </td>
                  <td className="py-1">
                    {accuracyInWords([fact]) ?? '–'}{' '}
                    {fact.detectorAccuracy && (
                      <span className="quiet inline-block">of {fact.detectorAccuracy.asked}</span>
                    )}
                  </td>
                </tr>
              ))}
            </tbody>
          </table>
        </Wide>
        <p className="quiet mt-2">
          By the detector {score.scorer.name}. Its accuracy is on scenes that were drawn, not
          painted, so that what they show is known: the 95 % interval, and of how many.
        </p>
      </details>
    </section>
  );
}
