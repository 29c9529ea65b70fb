import type { Given, TypedDocument } from '@/app/components/documents';
import type { Address } from './address';
import { choicesOf, type Choices, type Offer } from './choices';
import {
  PaintedDocument,
  PaintedPictureDocument,
  type LongerPromptFragment,
  type PaintedPictureQuery,
  type PaintingFragment,
} from './create.documents';

/** What an address names. */
export interface Found {
  readonly comparison: PaintingFragment | null;
  readonly with: PaintingFragment | null;
  readonly from: PaintingFragment | null;
  readonly picture: PaintedPictureQuery['generation'];
}

type Ask = <R, V>(document: TypedDocument<R, V>, ...variables: Given<V>) => Promise<R>;

/** Looks up what an address names: in this process for the server, over HTTP in the browser. */
export async function lookUp({ shown, from, picture }: Address, ask: Ask): Promise<Found> {
  const painted = async (key: string | undefined) =>
    key === undefined ? null : (await ask(PaintedDocument, { key })).comparison;
  const [comparison, other, again] = await Promise.all(
    [shown.comparison, shown.with, from].map(painted),
  );
  return {
    comparison: comparison ?? null,
    with: other ?? null,
    from: again ?? null,
    picture:
      picture === undefined
        ? null
        : (await ask(PaintedPictureDocument, { key: picture })).generation,
  };
}

/** Nothing was looked up. */
export const NOTHING: Found = { comparison: null, with: null, from: null, picture: null };

/** Of what was looked up, what this address names. */
export function foundFor({ shown, from, picture }: Address, found: Found): Found {
  const own = <T extends { readonly key: string }>(one: T | null, key: string | undefined) =>
    one?.key === key ? one : null;
  return {
    comparison: own(found.comparison, shown.comparison),
    with: own(found.with, shown.with),
    from: own(found.from, from),
    picture: own(found.picture, picture),
  };
}

/** Whether some of what an address names was not found. */
export function lacksSome({ shown, from, picture }: Address, found: Found): boolean {
  return (
    (shown.comparison !== undefined && !found.comparison) ||
    (shown.with !== undefined && !found.with) ||
    (from !== undefined && !found.from) ||
    (picture !== undefined && !found.picture)
  );
}

/** The longer prompt that was painted there. */
export function longerFound(found: Found): LongerPromptFragment | null {
  return (found.picture ?? found.from ?? found.with ?? found.comparison)?.enrichment ?? null;
}

/**
 * What the form says at that address: what the address itself says, or else as the pictures were asked for. Remixed, they
 * begin from the same noise; beside them, the next ones begin from another. Undefined where their base is not here any more.
 */
export function choicesAt(address: Address, found: Found, offer: Offer): Choices | undefined {
  const { picture, from, comparison } = found;
  const longer = longerFound(found) !== null || address.shown.writing !== undefined;
  if (picture) {
    const choices = choicesOf(picture.prompt, [picture], offer);
    return choices && { ...choices, longer };
  }
  const painting = from ?? (address.saysChoices ? null : comparison);
  if (!painting) return address.choices;
  const choices = choicesOf(painting.prompt, painting.generations, offer);
  if (!choices) return undefined;
  return { ...choices, longer, seed: from ? choices.seed : '' };
}
