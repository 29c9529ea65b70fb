import { MethodName } from '@/app/components/method-name';
import { lookAlike } from '@/app/words/model-words';
import { readersModels, words } from '@/app/words/server';
import type { Verdict } from './load';

/** What one voter said, question by question. */
export async function Answers({ verdict }: { readonly verdict: Verdict }) {
  const t = await words();
  const titleOf = await readersModels();
  const { answers, left, right } = verdict;
  const alike = lookAlike(titleOf(left.model), titleOf(right.model));
  const said = {
    LEFT: <MethodName {...left.model} explained />,
    RIGHT: <MethodName {...right.model} explained hollow={alike} />,
    TIE: t('verdict.equal'),
    BOTH_BAD: t('verdict.bothBad'),
  };
  return (
    <section aria-labelledby="said">
      <h2 id="said" className="text-lg font-semibold">
        {t('verdict.said')}
      </h2>
      <dl className="mt-2 space-y-3">
        {answers.map(({ question, outcome }) => (
          <div key={question}>
            <dt className="quiet text-sm">{t('verdict.asked', { question })}</dt>
            <dd className="text-lg font-medium">{said[outcome]}</dd>
          </div>
        ))}
      </dl>
    </section>
  );
}
