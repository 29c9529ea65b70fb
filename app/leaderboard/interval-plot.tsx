import type { RankingShownFragment } from './ranking.documents';

const WIDTH = 640;
const LEFT = 150;
const ROW = 36;
const MARGIN = 24;

/** A round step that gives some five ticks. */
function tickStep(span: number): number {
  const rough = span / 5;
  const power = 10 ** Math.floor(Math.log10(rough));
  return ([1, 2, 5, 10].find((factor) => factor * power >= rough) ?? 10) * power;
}

/** Ratings with their 95 % intervals; the numbers are in the table below it. */
export function IntervalPlot({ models }: { models: RankingShownFragment['models'] }) {
  const ends = models.flatMap(({ rating, low, high }) => [rating, low ?? rating, high ?? rating]);
  const lowest = Math.min(...ends, 950);
  const highest = Math.max(...ends, 1050);
  const x = (value: number) =>
    LEFT + ((value - lowest) / (highest - lowest)) * (WIDTH - LEFT - MARGIN);
  const step = tickStep(highest - lowest);
  const ticks: number[] = [];
  for (let t = Math.ceil(lowest / step) * step; t <= highest; t += step) ticks.push(t);
  const height = models.length * ROW + 28;
  return (
    <svg
      viewBox={`0 0 ${WIDTH} ${height}`}
      className="h-auto w-full max-w-3xl text-sm"
      role="img"
      aria-label="Ratings with 95 % intervals; the table below has the numbers"
    >
      {ticks.map((tick) => (
        <g key={tick}>
          <line
            x1={x(tick)}
            x2={x(tick)}
            y1={0}
            y2={height - 24}
            className={
              tick === 1000 ? 'stroke-slate-500' : 'stroke-slate-200 dark:stroke-slate-700'
            }
          />
          <text x={x(tick)} y={height - 6} textAnchor="middle" className="fill-current opacity-70">
            {Math.round(tick)}
          </text>
        </g>
      ))}
      {models.map(({ label, name, rating, low, high }, index) => {
        const y = index * ROW + ROW / 2;
        return (
          <g key={label} className="stroke-lake-700 dark:stroke-lake-300">
            <text x={0} y={y + 5} stroke="none" className="fill-current">
              {name}
            </text>
            {low !== null && high !== null && (
              <>
                <line x1={x(low)} x2={x(high)} y1={y} y2={y} strokeWidth={2} />
                {[low, high].map((end) => (
                  <line key={end} x1={x(end)} x2={x(end)} y1={y - 5} y2={y + 5} strokeWidth={2} />
                ))}
              </>
            )}
            <circle
              cx={x(rating)}
              cy={y}
              r={5}
              stroke="none"
              className={low === null ? 'fill-slate-400' : 'fill-lake-700 dark:fill-lake-300'}
            />
          </g>
        );
      })}
    </svg>
  );
}
