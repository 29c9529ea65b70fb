import * as z from 'zod/mini';
import { dropHere, keepHere, keptHere, PAINTINGS } from './kept-here';

const KEPT = 30;

/** Keys and prompts, nothing else. */
const listSchema = z.catch(z.array(z.object({ key: z.uuid(), prompt: z.string() })), []);

export type OwnPainting = z.infer<typeof listSchema>[number];

/** What this browser has painted, newest first. */
export function ownPaintings(): OwnPainting[] {
  try {
    return listSchema.parse(JSON.parse(keptHere().get(PAINTINGS) ?? '[]'));
  } catch {
    return [];
  }
}

/** Remembers one more; beyond thirty the oldest is forgotten. */
export function rememberPainting(painting: OwnPainting): OwnPainting[] {
  const rest = ownPaintings().filter(({ key }) => key !== painting.key);
  const list = [painting, ...rest].slice(0, KEPT);
  keepHere(PAINTINGS, JSON.stringify(list));
  return list;
}

/** Forgets those; whoever deleted them wants no trace of them. */
export function forgetSome(keys: readonly string[]): OwnPainting[] {
  const list = ownPaintings().filter(({ key }) => !keys.includes(key));
  keepHere(PAINTINGS, JSON.stringify(list));
  return list;
}

/** Forgets all of them; the pictures stay where they are. */
export function forgetPaintings(): void {
  dropHere(PAINTINGS);
}
