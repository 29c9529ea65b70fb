import { z } from 'zod';
import { at } from '@/lib/at';
import { LEAST_DECIDED } from '@/lib/evaluation/held';
import { pool } from '@/lib/store/database';
import { Category, MatchupKind } from '@/lib/store/generated/enums';
import { OPEN_FOR_HOURS } from './votes';

/** A repeated pair comes back only after so many others. */
const OTHERS_BETWEEN = 10;

/**
 * What of a voter's past decides what they are shown next. Of what is published nothing is: its pictures come up no more.
 * So it is as much as there is in the arena, however many pairs they have judged.
 */
const HISTORY = `
  WITH own AS MATERIALIZED (
    SELECT m.*, p.category FROM "Matchup" m JOIN "Prompt" p ON p.id = m."promptId"
    WHERE m."voterId" = $1 AND m."publishedAt" IS NULL
  ), asked AS (
    SELECT * FROM own WHERE $2::"Category" IS NULL OR category = $2::"Category"
  )
  SELECT
    (SELECT id FROM asked
     WHERE state = 'OPEN' AND "createdAt" > now() - $3::int * interval '1 hour' AND id <> ALL($4::text[])
     ORDER BY "createdAt" LIMIT 1) AS open,
    (SELECT json_build_object('repeatsId', a.id, 'promptId', a."promptId", 'comparisonId', a."comparisonId",
       'pictures', json_build_array(a."leftId", a."rightId"))
     FROM asked a
     WHERE a."toRepeat" AND a.kind = 'SAMPLED' AND a.state = 'DECIDED'
       AND NOT EXISTS (SELECT 1 FROM "Matchup" again WHERE again."repeatsId" = a.id)
       AND a."closedAt" < (
         SELECT o."closedAt" FROM "Matchup" o
         WHERE o."voterId" = $1 AND o.state = 'DECIDED' AND o.kind = 'SAMPLED'
         ORDER BY o."closedAt" DESC OFFSET ${OTHERS_BETWEEN - 1} LIMIT 1)
     ORDER BY a."closedAt" DESC LIMIT 1) AS again,
    ARRAY(
      SELECT kind::text FROM "Matchup" WHERE "voterId" = $1 ORDER BY state, "closedAt"
      LIMIT ${LEAST_DECIDED}) AS first,
    ARRAY(SELECT unnest(ARRAY["leftId", "rightId"]) FROM own) AS seen`;

const historySchema = z.object({
  /** The matchup that waits for an answer. */
  open: z.string().nullable(),
  /** A pair that the voter has decided, and that is to be shown once more. */
  again: z
    .object({
      repeatsId: z.string(),
      promptId: z.string(),
      comparisonId: z.string(),
      pictures: z.tuple([z.string(), z.string()]),
    })
    .nullable(),
  /** Of what kinds the first ten matchups were, or all where there are fewer. */
  first: z.array(z.enum(MatchupKind)),
  /** Pictures of the arena that the voter was shown. */
  seen: z.array(z.string()).transform((ids) => new Set(ids)),
});

export type History = z.infer<typeof historySchema>;

export interface DrawRequest {
  readonly voterId: string;
  readonly category: Category | undefined;
  /** Open matchups that the voter has on the screen, or next. */
  readonly except: readonly string[];
}

/** The voter's past, as far as it decides what is drawn for them. */
export async function historyOf({ voterId, category, except }: DrawRequest): Promise<History> {
  const values = [voterId, category ?? null, OPEN_FOR_HOURS, except];
  return historySchema.parse(at((await pool().query(HISTORY, values)).rows, 0));
}
