import { pool } from '@/lib/store/database';

/** How many rows there are to be. */
export interface Amounts {
  readonly votes: number;
  readonly models: number;
  readonly voters: number;
  readonly prompts: number;
}

/** A UUID that sorts by the number before it, as those that are in use sort by time. */
const uuid = (number: string) =>
  `lpad(to_hex(${number}), 8, '0') || substr(gen_random_uuid()::text, 9)`;

/**
 * What fills an empty database with published votes as an arena has them: every second prompt was made longer, one pair in
 * twenty is shown again, another one is gold, models differ a little, some voters vote far
 * more than others, and each pair is asked about twice.
 */
const statements = ({ votes, models, voters, prompts }: Amounts) => [
  `INSERT INTO "Base" (id, name, title, "folderSha256", resolution, "predictionType", licence)
   VALUES ('base', 'base', 'Base', 'none', 64, 'epsilon', 'MIT')`,
  `INSERT INTO "Model" (id, "baseId", name, method, "weightsSha256")
   SELECT 'model ' || i, 'base', 'model ' || i, 'VANILLA', md5(i::text) || md5(i::text)
   FROM generate_series(0, ${models} - 1) i`,
  `INSERT INTO "Voter" (id) SELECT 'voter ' || i FROM generate_series(0, ${voters} - 1) i`,
  `INSERT INTO "Prompt" (id, text, "normalizedText", category, licence)
   SELECT gen_random_uuid(), i, i, (enum_range(NULL::"Category"))[1 + i / 2 % 6], 'CC0-1.0'
   FROM generate_series(0, ${prompts} - 1) i`,
  `INSERT INTO "Enrichment" (id, "promptId", text, status)
   SELECT gen_random_uuid(), id, 'longer', 'SUCCEEDED' FROM "Prompt" WHERE text::int % 2 = 0`,
  `INSERT INTO "Comparison" (id, "promptId", "enrichmentId", arena, "openedAt", "leftAt")
   SELECT p.id, p.id, e.id, 'LEFT', now() - interval '90 days', now() FROM "Prompt" p LEFT JOIN "Enrichment" e ON e."promptId" = p.id`,
  `INSERT INTO "Generation" (id, "promptId", "enrichmentId", "modelId", "comparisonId", seed, steps,
     "guidanceScale", scheduler, width, height, status, "imageSha256")
   SELECT c.id || ' ' || m.id, c."promptId", c."enrichmentId", m.id, c.id, 7, 25, 4, 'ddim', 64, 64,
     'SUCCEEDED', 'none'
   FROM "Comparison" c CROSS JOIN "Model" m`,
  `INSERT INTO "Matchup" (id, "voterId", "promptId", "comparisonId", "leftId", "rightId", "leftToken",
     "rightToken", kind, propensity, gold, state, "createdAt", "closedAt", "publishedAt")
   SELECT ${uuid('i')}, 'voter ' || voter, p.id, p.id, p.id || ' model ' || a,
     p.id || ' model ' || (a + b) % ${models}, 'left ' || i, 'right ' || i, kind::"MatchupKind",
     CASE kind WHEN 'SAMPLED' THEN 0.1 END, CASE kind WHEN 'GOLD' THEN 'LEFT'::"Side" END, 'DECIDED',
     at, at, at
   FROM (
     SELECT i, now() - interval '90 days' + i * interval '5 seconds' AS at,
       floor(random() * ${models})::int AS a, 1 + floor(random() * (${models} - 1))::int AS b,
       floor(random() ^ 2 * ${voters})::int AS voter, floor(random() * ${prompts})::text AS place,
       (ARRAY['REPEATED', 'GOLD'] || array_fill('SAMPLED'::text, ARRAY[18]))
         [1 + floor(random() * 20)::int] AS kind
     FROM generate_series(0, ${votes} / 2 - 1) i) drawn
   JOIN "Prompt" p ON p.text = drawn.place`,
  `UPDATE "Matchup" m SET "repeatsId" = (
     SELECT id FROM "Matchup" o WHERE o."voterId" = m."voterId" AND o.kind = 'SAMPLED'
     ORDER BY o.id LIMIT 1)
   WHERE m.kind = 'REPEATED'`,
  `INSERT INTO "Vote" (id, "matchupId", question, outcome, "idempotencyKey", "createdAt")
   SELECT ${uuid('number')}, id, question, CASE
       WHEN gold IS NOT NULL AND chance < 0.9 THEN 'LEFT' WHEN chance < 0.15 THEN 'TIE'
       WHEN chance < 0.25 THEN 'BOTH_BAD' WHEN luck < 1 / (1 + exp((b - a) * 0.2)) THEN 'LEFT'
       ELSE 'RIGHT' END::"Outcome",
     id || ' ' || question, "createdAt"
   FROM (
     SELECT id, gold, "createdAt", question, row_number() OVER (ORDER BY id, question) AS number,
       split_part("leftId", ' model ', 2)::int AS a, split_part("rightId", ' model ', 2)::int AS b,
       random() AS chance, random() AS luck
     FROM "Matchup" CROSS JOIN unnest(enum_range(NULL::"Question")) question
   ) asked`,
  'VACUUM ANALYZE',
];

/** Fills the database that is in use, which is empty, with votes that nobody has cast. */
export async function fillVotes(amounts: Amounts): Promise<void> {
  for (const statement of statements(amounts)) await pool().query(statement);
}
