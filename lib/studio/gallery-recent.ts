import { isListedPicture } from '@/lib/public';

/** Whose prompts: Sarovar's own and what the arena has judged, or what visitors asked for. */
export const GALLERY_SOURCES = ['CURATED', 'VISITORS'] as const;
export type GallerySource = (typeof GALLERY_SOURCES)[number];

/** Older comparisons than so many are found by their addresses only: whoever asks must not make us sort everything. */
export const MOST = 2000;

const SOURCES: Readonly<Record<GallerySource, string>> = {
  CURATED: `(p.seeded OR c.arena = 'LEFT')`,
  VISITORS: `NOT p.seeded AND c.arena IS NULL`,
};

/** SQL: the newest comparisons of a source that are in lists and have a finished picture, none of the arena, and none of a study, which would leave room for nothing else; `where` is about the prompt `p`. */
export const recentOf = (source: GallerySource, where = 'true') => `
  SELECT c.id, c."promptId" FROM "Comparison" c
  JOIN "Prompt" p ON p.id = c."promptId"
  LEFT JOIN "Enrichment" e ON e.id = c."enrichmentId"
  WHERE (c.arena IS NULL OR c.arena = 'LEFT') AND ${SOURCES[source]}
    AND p.visibility = 'VISIBLE' AND (e.id IS NULL OR e.visibility = 'VISIBLE') AND ${where}
    AND NOT EXISTS (SELECT 1 FROM "StudyCell" own WHERE own."comparisonId" = c.id)
    AND EXISTS (
      SELECT 1 FROM "Generation" g
      WHERE g."comparisonId" = c.id AND g.status = 'SUCCEEDED' AND ${isListedPicture('g')})
  ORDER BY c.id DESC LIMIT ${MOST}`;
