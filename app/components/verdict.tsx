import { z } from 'zod';
import type { ScoreFragment } from './score.documents';

/** How often a scorer is right about real scenes, per fact: the schema calls it Json. */
const accuracyShape = z
  .object({ facts: z.record(z.string(), z.object({ value: z.number(), asked: z.number() })) })
  .nullable()
  .catch(null);

function Mark({ right }: { right: boolean }) {
  const colour = right
    ? 'text-emerald-700 dark:text-emerald-300'
    : 'text-red-800 dark:text-red-300';
  return (
    <span className={`${colour} font-medium`}>
      <span aria-hidden="true">{right ? '✓' : '✗'}</span> {right ? 'right' : 'wrong'}
    </span>
  );
}

/** What the scorer makes of a picture: one row per fact of the prompt, beside its own accuracy. */
export function Verdict({ score }: { score: ScoreFragment }) {
  const { facts, scorer } = score;
  const right = facts.filter((fact) => fact.right).length;
  const accuracies = accuracyShape.parse(scorer.accuracy)?.facts;
  return (
    <section aria-labelledby="verdict">
      <h2 id="verdict" className="text-lg font-semibold">
        Automatic score: {right} of {facts.length} {facts.length === 1 ? 'fact' : 'facts'} right
      </h2>
      <div className="mt-2 overflow-x-auto">
        <table className="w-full text-left text-sm">
          <thead className="quiet">
            <tr>
              <th className="py-1 pr-4 font-normal">Fact</th>
              <th className="py-1 pr-4 font-normal">Asked for</th>
              <th className="py-1 pr-4 font-normal">Seen</th>
              <th className="py-1 pr-4 font-normal">Verdict</th>
              <th className="py-1 font-normal">Scorer’s accuracy</th>
            </tr>
          </thead>
          <tbody>
            {facts.map(({ fact, asked, seen, right }) => {
              const accuracy = accuracies?.[fact];
              return (
                <tr
                  key={`${fact} ${asked}`}
                  className="border-t border-slate-200 dark:border-slate-700"
                >
                  <th scope="row" className="py-1 pr-4 font-normal">
                    {fact}
                  </th>
                  <td className="py-1 pr-4">{asked}</td>
                  <td className="py-1 pr-4">{seen}</td>
                  <td className="py-1 pr-4 whitespace-nowrap">
                    <Mark right={right} />
                  </td>
                  <td className="py-1">
                    {accuracy ? `${(accuracy.value * 100).toFixed(1)} %` : '–'}
                  </td>
                </tr>
              );
            })}
          </tbody>
        </table>
      </div>
      <p className="quiet mt-2 text-sm">
        By the detector {scorer.name}, which can be wrong: the last column is how often it is right
        about real scenes.
      </p>
    </section>
  );
}
