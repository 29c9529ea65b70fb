import { z } from 'zod';
import { remembered } from '@/lib/remembered';
import { pool } from '@/lib/store/database';
import { recentOf, type GallerySource } from './gallery-recent';

/** What of a prompt's facts the gallery can be searched by. */
const FACETS = ['thing', 'colour', 'number'] as const;
type Facet = (typeof FACETS)[number];

/** One thing, colour or number, and how many comparisons of the gallery state it. */
export interface FacetCount {
  readonly facet: Facet;
  readonly name: string;
  readonly comparisons: number;
}

/** SQL: the facts of the prompt of a comparison, which are the same in all of its pictures, as a scorer has judged them. */
const judgedOf = (comparison: string) => `
  SELECT s.facts FROM "Generation" g JOIN "AutomaticScore" s ON s."generationId" = g.id
  WHERE g."comparisonId" = ${comparison} LIMIT 1`;

/** SQL: what of each facet a judged fact asks for; see `judge` for how it says so. */
const NAMES = `
  (SELECT 'thing' AS facet, unnest(string_to_array(fact ->> 'asked', ', ')) AS name
    WHERE fact ->> 'fact' = 'object'
  UNION ALL SELECT 'colour', split_part(fact ->> 'asked', ' ', 1) WHERE fact ->> 'fact' = 'colour'
  UNION ALL SELECT 'number', split_part(fact ->> 'asked', ' × ', 1) WHERE fact ->> 'fact' = 'count')`;

/** SQL: all that the prompt of a comparison states of a facet. */
export const statedBy = (comparison: string, facet: Facet) => `
  SELECT own.name FROM (${judgedOf(comparison)}) judged,
    jsonb_array_elements(judged.facts) fact, LATERAL ${NAMES} own WHERE own.facet = '${facet}'`;

const counted = (source: GallerySource) => `
  WITH recent AS (${recentOf(source)})
  SELECT own.facet, own.name, count(DISTINCT recent.id)::int AS comparisons
  FROM recent, LATERAL (${judgedOf('recent.id')}) judged,
    jsonb_array_elements(judged.facts) fact, LATERAL ${NAMES} own
  GROUP BY 1, 2`;

const rowsSchema = z.array(
  z.object({ facet: z.enum(FACETS), name: z.string(), comparisons: z.number() }),
);

/** Numbers by size, names by the alphabet. */
const byName = (a: FacetCount, b: FacetCount) =>
  a.name.localeCompare(b.name, 'en', { numeric: true });

const read = async (source: GallerySource): Promise<FacetCount[]> =>
  rowsSchema.parse((await pool().query(counted(source))).rows).toSorted(byName);

/** Every card of the front page would count anew; half a minute of age shows in nothing but a count. */
const OPTIONS = { staleMs: 30_000, meanwhileOld: true };

const kept = {
  CURATED: remembered(() => read('CURATED'), OPTIONS),
  VISITORS: remembered(() => read('VISITORS'), OPTIONS),
} as const satisfies Record<GallerySource, object>;

/** What the prompts of a source state, for whoever wants to choose by it; half a minute old at most. */
export function facetsOf(source: GallerySource): Promise<FacetCount[]> {
  return kept[source].get();
}
