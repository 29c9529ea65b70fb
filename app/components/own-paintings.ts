import { z } from 'zod';

const KEPT = 30;
/** Of the list in the browser's own storage: keys and prompts, nothing else. */
const NAME = 'sarovar-paintings';

const listSchema = z.array(z.object({ key: z.uuid(), prompt: z.string() })).catch([]);

export type OwnPainting = z.infer<typeof listSchema>[number];

/** What this browser has painted, newest first; nothing where it keeps nothing. */
export function ownPaintings(): OwnPainting[] {
  try {
    return listSchema.parse(JSON.parse(localStorage.getItem(NAME) ?? '[]'));
  } catch {
    return [];
  }
}

function keep(list: readonly OwnPainting[]): void {
  try {
    localStorage.setItem(NAME, JSON.stringify(list));
  } catch {
    // It may be full, or forbidden: then there is no list.
  }
}

/** Remembers one more; beyond thirty the oldest is forgotten. */
export function rememberPainting(painting: OwnPainting): OwnPainting[] {
  const rest = ownPaintings().filter(({ key }) => key !== painting.key);
  const list = [painting, ...rest].slice(0, KEPT);
  keep(list);
  return list;
}

/** Forgets all of them; the pictures stay where they are. */
export function forgetPaintings(): void {
  try {
    localStorage.removeItem(NAME);
  } catch {
    // Where nothing is kept, nothing is to be forgotten.
  }
}
