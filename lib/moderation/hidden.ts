import { isPublicPicture } from '@/lib/public';
import { remembered } from '@/lib/remembered';
import { blobs } from '@/lib/store/blobs';
import { pool } from '@/lib/store/database';

/**
 * Files of pictures that nobody sees, and those that they were begun from unless something that is seen was, too; other
 * web processes learn of it within seconds.
 */
const HIDDEN = `
  WITH unseen AS (
    SELECT "imageSha256", "initialSha256" FROM "Generation" WHERE visibility IN ('HIDDEN', 'REMOVED')
    UNION
    SELECT g."imageSha256", g."initialSha256" FROM "Prompt" p JOIN "Generation" g ON g."promptId" = p.id
    WHERE p.visibility IN ('HIDDEN', 'REMOVED')
    UNION
    SELECT g."imageSha256", g."initialSha256" FROM "Enrichment" e JOIN "Generation" g ON g."enrichmentId" = e.id
    WHERE e.visibility IN ('HIDDEN', 'REMOVED'))
  SELECT "imageSha256" AS sha256 FROM unseen WHERE "imageSha256" IS NOT NULL
  UNION
  SELECT u."initialSha256" FROM unseen u
  WHERE u."initialSha256" IS NOT NULL AND NOT EXISTS (
    SELECT 1 FROM "Generation" g WHERE g."initialSha256" = u."initialSha256" AND ${isPublicPicture('g')})`;

export const hidden = remembered(async () => {
  const { rows } = await pool().query<{ sha256: string }>(HIDDEN);
  return new Set(rows.map(({ sha256 }) => sha256));
});

/** Whether there is a file of that hash that everybody may see. */
export async function isShown(sha256: string): Promise<boolean> {
  return !(await hidden.get()).has(sha256) && blobs().has(sha256);
}

/** The file of that hash; undefined where there is none, and of what curators have hidden from everybody else. */
export async function shownBlob(sha256: string): Promise<Uint8Array | undefined> {
  return (await hidden.get()).has(sha256) ? undefined : blobs().get(sha256);
}
