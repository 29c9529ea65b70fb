import { isMethod, METHODS } from '@/lib/methods';
import { drawable } from './drawable';
import { hexOf } from './oklch';

const CONTROL = 'oklch(0.6 0 0)';

/** The colour of a `data-method`, for cards; whatever is no method is grey. */
export function cardColour(method: string): string {
  return hexOf(isMethod(method) ? METHODS[method].colour : CONTROL);
}

interface Props {
  readonly title: string;
  /** A `data-method`. */
  readonly colour: string;
  readonly fontSize: number;
}

/** A model on a card: its colour, and its name. */
export function CardName({ title, colour, fontSize }: Props) {
  return (
    <div style={{ display: 'flex', alignItems: 'center', gap: 10, fontSize }}>
      <div
        style={{
          width: 16,
          height: 16,
          flexShrink: 0,
          borderRadius: 8,
          background: cardColour(colour),
        }}
      />
      <div style={{ display: 'flex' }}>{drawable(title)}</div>
    </div>
  );
}
