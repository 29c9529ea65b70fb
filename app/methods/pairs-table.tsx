import { Wide } from '@/app/components/ui/wide';
import type { PairsFragment } from './methods.documents';

const NEARNESS = ['', 'same', 'related', 'unrelated'];

/** Thirteen pairs of prompts under both losses, and how well each orders them by meaning. */
export function PairsTable({ promptPairs }: { promptPairs: PairsFragment }) {
  const { pairs, cosineCorrelation, distillationCorrelation } = promptPairs;
  return (
    <Wide label="Pairs of prompts, as a table" className="mt-3">
      <table className="w-full text-left text-sm">
        <thead className="quiet">
          <tr>
            {['First', 'Second', 'Meaning', 'Cosine loss', 'Distillation loss'].map((head) => (
              <th key={head} scope="col" className="py-1 pr-4 font-normal">
                {head}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {pairs.map(({ first, second, nearness, cosine, distillation }) => (
            <tr
              key={`${first} ${second}`}
              className="border-t border-slate-200 dark:border-slate-700"
            >
              <td className="py-1 pr-4">{first}</td>
              <td className="py-1 pr-4">{second}</td>
              <td className="py-1 pr-4">{NEARNESS[nearness]}</td>
              <td className="py-1 pr-4">{cosine.toFixed(3)}</td>
              <td className="py-1">{distillation.toFixed(1)}</td>
            </tr>
          ))}
        </tbody>
        <tfoot className="border-t border-slate-400 font-medium">
          <tr>
            <th scope="row" colSpan={3} className="py-1 pr-4 font-medium">
              Rank correlation with the meaning (Spearman; 1 is perfect)
            </th>
            <td className="py-1 pr-4">{cosineCorrelation.toFixed(2)}</td>
            <td className="py-1">{distillationCorrelation.toFixed(2)}</td>
          </tr>
        </tfoot>
      </table>
    </Wide>
  );
}
