import * as z from 'zod/mini';
import { dropHere, keepHere, keptHere, WAITING } from '@/app/components/kept-here';
import { at } from '@/lib/at';

/** So much is kept at most while the network is away; with less than ten pairs in it, the server draws others still. */
export const MOST_WAITING = 16;

const waitingShape = z.object({
  /** The answer's idempotency key: whatever is sent again under it is stored once. */
  id: z.uuid(),
  matchup: z.string(),
  /** When it was given, by the browser's clock. */
  at: z.number(),
  /** Null where the pair was skipped. */
  answer: z.nullable(
    z.object({
      question: z.enum(['ALIGNMENT', 'OVERALL']),
      outcome: z.enum(['LEFT', 'RIGHT', 'TIE', 'BOTH_BAD']),
    }),
  ),
});

/** What was said of a pair and is not stored by the server yet, as far as this browser knows. */
export type Waiting = z.infer<typeof waitingShape>;

/** All that waits, first said first. Each has an entry of its own, so that two tabs do not overwrite each other's. */
export function waiting(): Waiting[] {
  return [...keptHere()]
    .filter(([name]) => name.startsWith(WAITING))
    .flatMap(([, text]) => {
      const read = waitingShape.safeParse(parsed(text));
      return read.success ? [read.data] : [];
    })
    .sort((a, b) => a.at - b.at);
}

function parsed(text: string): unknown {
  try {
    return JSON.parse(text);
  } catch {
    return undefined;
  }
}

/** Keeps an answer, or with null that the pair was skipped, until it is dropped. */
export function keep(matchup: string, answer: Waiting['answer']): void {
  const last = Math.max(0, ...waiting().map((one) => one.at));
  const one: Waiting = { id: newId(), matchup, at: Math.max(Date.now(), last + 1), answer };
  keepHere(`${WAITING}${one.id}`, JSON.stringify(one));
}

/** Keeps it no longer. */
export function drop({ id }: Waiting): void {
  dropHere(`${WAITING}${id}`);
}

/** A UUID. Not by crypto.randomUUID, which browsers have on secure pages only. */
function newId(): string {
  const bytes = crypto.getRandomValues(new Uint8Array(16));
  bytes[6] = (at(bytes, 6) & 0x0f) | 0x40;
  bytes[8] = (at(bytes, 8) & 0x3f) | 0x80;
  const hex = [...bytes].map((byte) => byte.toString(16).padStart(2, '0')).join('');
  return hex.replace(/^(.{8})(.{4})(.{4})(.{4})/, '$1-$2-$3-$4-');
}
