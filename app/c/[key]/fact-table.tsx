import {
  detectorInWords,
  kindOf,
  MARKS,
  sameFact,
  seenOf,
  textOf,
} from '@/app/components/facts-in-words';
import { MethodName } from '@/app/components/method-name';
import { Wide } from '@/app/components/ui/wide';
import { words } from '@/app/words/server';
import type { PlacedScoreFragment, ShownFragment } from './comparison.documents';

type Fact = PlacedScoreFragment['facts'][number];

export type Scored = ShownFragment & { readonly score: PlacedScoreFragment };

const COLOURS = {
  RIGHT: 'text-(--good)',
  WRONG: 'text-(--bad)',
  UNCHECKED: 'quiet',
} as const satisfies Record<Fact['verdict'], string>;

/** What of the prompt is in which picture, and what is there instead. */
export async function FactTable({ pictures }: { readonly pictures: readonly Scored[] }) {
  const t = await words();
  const [first] = pictures;
  if (!first || first.score.facts.length === 0) return null;
  return (
    <div>
      <h2 className="text-lg font-semibold">{t('comparison.facts')}</h2>
      <Wide label={t('comparison.facts')} className="mt-2">
        <table className="w-full text-left text-sm">
          <thead>
            <tr className="align-bottom">
              <th scope="col" className="quiet py-2 pr-2 font-normal sm:pr-3">
                {t('comparison.fact')}
              </th>
              {pictures.map(({ key, model, score }) => (
                <th key={key} scope="col" className="py-2 pr-2 font-medium max-sm:text-xs sm:pr-3">
                  <MethodName {...model} explained />
                  <span className="quiet block font-normal">
                    {t('comparison.ofFacts', { right: score.right, checked: score.checked })}
                  </span>
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {first.score.facts.map((fact) => (
              <tr key={`${fact.kind} ${fact.text}`} className="border-t border-(--line) align-top">
                <th scope="row" className="py-2 pr-2 font-normal sm:pr-3">
                  {textOf(t, fact)} <span className="quiet block text-xs">{kindOf(t, fact)}</span>
                </th>
                {pictures.map((picture) => (
                  <td key={picture.key} className="py-2 pr-2 sm:pr-3">
                    <Seen fact={sameFact(picture.score.facts, fact)} t={t} />
                  </td>
                ))}
              </tr>
            ))}
          </tbody>
        </table>
      </Wide>
      <p className="quiet mt-2 text-sm">{detectorInWords(t, first.score)}</p>
    </div>
  );
}

interface SeenProps {
  readonly fact: Fact | undefined;
  readonly t: Awaited<ReturnType<typeof words>>;
}

function Seen({ fact, t }: SeenProps) {
  const verdict = fact?.verdict ?? 'UNCHECKED';
  return (
    <span className="sm:whitespace-nowrap">
      <span className={`${COLOURS[verdict]} font-semibold`}>
        <span aria-hidden="true">{MARKS[verdict]}</span>
        <span className="sr-only">{t(`comparison.verdict.${verdict}`)}</span>
      </span>
      {verdict === 'WRONG' && fact?.seen && (
        <span className="quiet"> {t('comparison.saw', { what: seenOf(t, fact.seen) })}</span>
      )}
    </span>
  );
}
