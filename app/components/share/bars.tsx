import { cardColour, CardName } from './name';

/** One row: what is known of a model, from 0 to 1 of what the rows have room for. */
export interface CardRow {
  readonly title: string;
  /** A `data-method`. */
  readonly colour: string;
  /** Null while nothing is known. */
  readonly value: number | null;
  /** The ends of its interval, where there is one. */
  readonly low: number | null;
  readonly high: number | null;
  /** By a detector instead of by people. */
  readonly hatched?: boolean;
  /** The same in words. */
  readonly said: string;
  readonly more: string;
}

const TRACK = 520;
const THICK = 26;

const px = (share: number) => Math.round(TRACK * share);

function fill(colour: string, hatched: boolean): string {
  return hatched
    ? `repeating-linear-gradient(135deg, ${colour} 0px, ${colour} 8px, #dfe9ec 8px, #dfe9ec 16px)`
    : colour;
}

/** Rows of bars with their intervals for a card; `points` are marks instead, where there is no natural zero. */
export function CardBars({
  rows,
  points = false,
}: {
  readonly rows: readonly CardRow[];
  readonly points?: boolean;
}) {
  return (
    <div style={{ display: 'flex', flexDirection: 'column', gap: rows.length > 3 ? 18 : 30 }}>
      {rows.map(({ title, colour, value, low, high, hatched = false, said, more }) => (
        <div key={title} style={{ display: 'flex', alignItems: 'center', gap: 24 }}>
          <div style={{ display: 'flex', width: 290 }}>
            <CardName title={title} colour={colour} fontSize={26} />
          </div>
          <div
            style={{
              display: 'flex',
              position: 'relative',
              width: TRACK,
              height: THICK,
              borderRadius: THICK / 2,
              background: '#e8f0f2',
              overflow: 'hidden',
            }}
          >
            {value !== null && !points && (
              <div
                style={{
                  position: 'absolute',
                  left: 0,
                  top: 0,
                  width: px(value),
                  height: THICK,
                  background: fill(cardColour(colour), hatched),
                }}
              />
            )}
            {low !== null && high !== null && (
              <div
                style={{
                  position: 'absolute',
                  left: px(low),
                  top: points ? 8 : 11,
                  width: Math.max(2, px(high - low)),
                  height: points ? 10 : 4,
                  borderRadius: points ? 5 : 0,
                  background: points ? cardColour(colour) : '#10222b',
                  opacity: points ? 0.6 : 1,
                }}
              />
            )}
            {value !== null && points && (
              <div
                style={{
                  position: 'absolute',
                  left: Math.min(TRACK - 22, Math.max(0, px(value) - 11)),
                  top: 2,
                  width: 22,
                  height: 22,
                  borderRadius: 11,
                  background: cardColour(colour),
                }}
              />
            )}
          </div>
          <div style={{ display: 'flex', flexDirection: 'column', flex: 1 }}>
            <div style={{ display: 'flex', fontSize: 28, fontWeight: 600 }}>{said}</div>
            <div style={{ display: 'flex', fontSize: 20, color: '#44606b' }}>{more}</div>
          </div>
        </div>
      ))}
    </div>
  );
}
