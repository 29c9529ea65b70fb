import { Wide } from '@/app/components/ui/wide';
import type { AblationFragment } from './methods.documents';

const percent = (share: number) => (100 * share).toFixed(1);
const points = (share: number) => `${share > 0 ? '+' : ''}${percent(share)}`;

/** SUR's parts, one changed at a time, under several η. */
export function AblationTable({ rows }: { rows: readonly AblationFragment[] }) {
  return (
    <Wide label="SUR’s parts, as a table" className="mt-6">
      <table className="w-full text-left text-sm">
        <caption className="mb-1 text-left font-medium">
          Why SUR does what it does: its parts, one changed at a time, on {rows[0]?.prompts} short
          prompts
        </caption>
        <thead className="quiet">
          <tr>
            {['Losses, W0, attention', 'η', 'States move by', 'All facts right', 'Points'].map(
              (head) => (
                <th key={head} scope="col" className="py-1 pr-4 font-normal">
                  {head}
                </th>
              ),
            )}
          </tr>
        </thead>
        <tbody>
          {rows.map(({ variant, trained, eta, movement, value, low, high, difference: d }) => (
            <tr
              key={`${variant} ${trained ? 'own' : eta}`}
              className="border-t border-slate-200 dark:border-slate-700"
            >
              <th scope="row" className="py-1 pr-4 font-normal">
                {variant}
              </th>
              <td className="py-1 pr-4 whitespace-nowrap">
                {eta.toFixed(2)}
                {trained && ' (trained)'}
              </td>
              <td className="py-1 pr-4">{percent(movement)} %</td>
              <td className="py-1 pr-4 whitespace-nowrap">
                {percent(value)}{' '}
                <span className="quiet text-xs">
                  ({percent(low)}–{percent(high)})
                </span>
              </td>
              <td className="py-1 whitespace-nowrap">
                {points(d.value)} ({points(d.low)} to {points(d.high)})
              </td>
            </tr>
          ))}
        </tbody>
      </table>
    </Wide>
  );
}
