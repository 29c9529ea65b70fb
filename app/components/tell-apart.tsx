import { MethodName } from './method-name';
import { Wide } from './ui/wide';
import type { ToldApartFragment } from './tell-apart.documents';

const percent = (share: number) => `${(100 * share).toFixed(0)} %`;

/** For each two models, how many of their pictures nobody can tell apart, and what that means. */
export function TellApart({ pairs }: { pairs: readonly ToldApartFragment[] }) {
  if (pairs.length === 0) return null;
  const alike = pairs.reduce((sum, own) => sum + own.alike, 0);
  const all = pairs.reduce((sum, own) => sum + own.pairs, 0);
  return (
    <section className="space-y-2">
      <h2 className="text-xl font-semibold">Cannot be told apart</h2>
      <p>
        {alike} of {all} pairs of pictures, {percent(alike / all)}, look the same: less than 2 % of
        their pixels differ visibly. Nobody is asked about such pairs; that they are many is a
        result.
      </p>
      <Wide label="Cannot be told apart, as a table">
        <table className="w-full max-w-2xl text-left text-sm">
          <thead className="quiet">
            <tr>
              {['Between', 'Look the same, 95 % interval', 'Pairs', 'Prompts'].map((title) => (
                <th key={title} scope="col" className="py-1 pr-3 font-normal">
                  {title}
                </th>
              ))}
            </tr>
          </thead>
          <tbody>
            {pairs.map(({ first, second, ...own }) => (
              <tr
                key={`${first.name} ${second.name}`}
                className="border-t border-slate-200 align-top dark:border-slate-700"
              >
                <th scope="row" className="py-1 pr-3 font-normal">
                  <MethodName {...first} /> and <MethodName {...second} />
                </th>
                <td className="py-1 pr-3 tabular-nums">
                  <span className="font-medium">{percent(own.share)}</span>{' '}
                  <span className="quiet inline-block whitespace-nowrap">
                    {own.low === null || own.high === null
                      ? 'one prompt'
                      : `${(100 * own.low).toFixed(0)}–${percent(own.high)}`}
                  </span>
                </td>
                <td className="quiet py-1 pr-3 tabular-nums">{own.pairs}</td>
                <td className="quiet py-1 tabular-nums">{own.prompts}</td>
              </tr>
            ))}
          </tbody>
        </table>
      </Wide>
      <details className="quiet text-sm">
        <summary className="cursor-pointer">How this is measured</summary>
        <p className="mt-2 max-w-3xl">
          Each two pictures of a set, painted from the same noise, are compared pixel by pixel when
          the set enters the arena. A pixel differs where any of its three channels differs by more
          than 16 of 255: less is shading. 2 % of the embedded model’s pictures are 82 pixels, a
          third of the smallest thing that it paints, so that a thing which came, went or changed
          its colour is more. Both numbers were chosen by hand, not by asking people. Sets count
          once they have left the arena. The interval takes pairs of one prompt together, since they
          are alike.
        </p>
      </details>
    </section>
  );
}
