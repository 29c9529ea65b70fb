import type { Prisma, Visibility } from '@/lib/store/generated/client';

/** What nobody sees but curators. */
export const UNSEEN = ['HIDDEN', 'REMOVED'] as const satisfies readonly Visibility[];

const seen = { visibility: { notIn: [...UNSEEN] } };
const listed = { visibility: 'VISIBLE' as const };

/** Prompts and longer versions that anybody may read who knows where; and those that are in lists, too. */
export const PUBLIC_TEXT = seen satisfies Prisma.PromptWhereInput & Prisma.EnrichmentWhereInput;
export const LISTED_TEXT = listed satisfies Prisma.PromptWhereInput & Prisma.EnrichmentWhereInput;

/** Of a prompt, and of a longer version if there is one, for both of which `text` holds. */
export const of = <T extends object>(text: T) => ({
  prompt: text,
  OR: [{ enrichmentId: null }, { enrichment: text }],
});

/** Pictures that anybody may see who knows where: none of a set that is in the arena, or on its way there. */
export const PUBLIC_PICTURE = {
  ...seen,
  ...of(seen),
  blind: false,
} satisfies Prisma.GenerationWhereInput;

/** Those that are in lists, too. */
export const LISTED_PICTURE = {
  ...listed,
  ...of(listed),
  blind: false,
} satisfies Prisma.GenerationWhereInput;

const published: Prisma.ComparisonWhereInput = { OR: [{ arena: null }, { arena: 'LEFT' }] };

/** The same of comparisons, which are published with their pictures. */
export const PUBLIC_COMPARISON = {
  AND: [published, of(seen)],
} satisfies Prisma.ComparisonWhereInput;
export const LISTED_COMPARISON = {
  AND: [published, of(listed)],
} satisfies Prisma.ComparisonWhereInput;

const inSql = (
  picture: string,
  which: string,
) => `(NOT ${picture}.blind AND ${picture}.visibility ${which}
  AND EXISTS (
    SELECT 1 FROM "Prompt" own WHERE own.id = ${picture}."promptId" AND own.visibility ${which})
  AND NOT EXISTS (
    SELECT 1 FROM "Enrichment" own WHERE own.id = ${picture}."enrichmentId" AND NOT own.visibility ${which}))`;

/** SQL: whether the Generation of that alias is in lists. */
export const isListedPicture = (picture: string) => inSql(picture, `IN ('VISIBLE')`);

/** SQL: whether anybody may see the Generation of that alias who knows where. */
export const isPublicPicture = (picture: string) => inSql(picture, `IN ('VISIBLE', 'UNLISTED')`);

/** SQL: whether the Comparison of that alias is in lists. */
export const isListedComparison = (comparison: string) => `(
  (${comparison}.arena IS NULL OR ${comparison}.arena = 'LEFT')
  AND EXISTS (
    SELECT 1 FROM "Prompt" own WHERE own.id = ${comparison}."promptId" AND own.visibility = 'VISIBLE')
  AND NOT EXISTS (
    SELECT 1 FROM "Enrichment" own WHERE own.id = ${comparison}."enrichmentId" AND own.visibility <> 'VISIBLE'))`;
