import { pool } from '@/lib/store/database';

/** What each base is steered by. */
const MODELS = [
  ['vanilla', 'VANILLA'],
  ['sur-kl', 'SUR'],
  ['sur-cosine-3000', 'SUR'],
  ['sur-cosine-4000', 'SUR'],
  ['ella', 'ELLA'],
] as const;

const BASES = ['base-x', 'base-y'] as const;

/** Ten comparisons of each prompt. */
const OF_PROMPT = 10;

/** A UUID that sorts by `number`, as those that are in use sort by time, and is another one for each kind of thing. */
const uuid = (kind: number, number: string) =>
  `(lpad(to_hex(${number}), 8, '0') || '-0000-7000-8000-' || lpad(to_hex(${kind}), 12, '0'))`;

const model = (index: string) => uuid(9, index);

/** A number from 0 to below 1 that is the same for the same text. */
const chance = (text: string) => `(abs(hashtext(${text})::bigint) % 100000 / 100000.0)`;

/**
 * What fills an empty database with that many pictures as years of use would: prompts of all categories, every second one made
 * longer, each painted again and again by five models of one of two bases, judged by a scorer, one picture in four voted on.
 */
const statements = (pictures: number) => {
  const comparisons = Math.ceil(pictures / MODELS.length);
  const prompts = Math.ceil(comparisons / OF_PROMPT);
  const listed = (column: 0 | 1) => `ARRAY[${MODELS.map((own) => `'${own[column]}'`).join(', ')}]`;
  return [
    // A trigger for each row takes hours, and what they would write is written below.
    `ALTER TABLE "AutomaticScore" DISABLE TRIGGER USER`,
    `ALTER TABLE "Generation" DISABLE TRIGGER USER`,
    ...BASES.map(
      (
        name,
        index,
      ) => `INSERT INTO "Base" (id, name, title, "folderSha256", resolution, "predictionType", licence)
        VALUES ('${name}', '${name}', '${name}', 'none ${index}', 64, 'epsilon', 'MIT')`,
    ),
    ...BASES.map(
      (base, index) => `INSERT INTO "Model" (id, "baseId", name, method, "weightsSha256")
        SELECT ${model(`(${index * MODELS.length} + place)::int - 1`)}, '${base}', name, method, md5('${base}' || name) || md5(name)
        FROM unnest(${listed(0)}, ${listed(1)}) WITH ORDINALITY AS own(name, method, place)`,
    ),
    `INSERT INTO "Scorer" (id, "baseId", name, sha256) VALUES ('scorer', '${BASES[0]}', 'scorer', 'none')`,
    `INSERT INTO "Prompt" (id, text, "normalizedText", category, licence, "createdAt")
     SELECT ${uuid(1, 'i')}, 'a prompt about ' || i, 'a prompt about ' || i, (enum_range(NULL::"Category"))[1 + i % 6], 'CC0-1.0',
       now() - interval '900 days' + i * interval '30 minutes'
     FROM generate_series(0, ${prompts} - 1) i`,
    `INSERT INTO "Enrichment" (id, "promptId", text, status)
     SELECT ${uuid(2, 'i')}, ${uuid(1, 'i')}, 'a longer prompt about ' || i, 'SUCCEEDED'
     FROM generate_series(0, ${prompts} - 1, 2) i`,
    `INSERT INTO "Comparison" (id, "promptId", "enrichmentId", "createdAt")
     SELECT ${uuid(3, 'i')}, ${uuid(1, `i / ${OF_PROMPT}`)},
       CASE WHEN i / ${OF_PROMPT} % 2 = 0 AND i % 3 = 0 THEN ${uuid(2, `i / ${OF_PROMPT}`)} END,
       now() - interval '900 days' + i * interval '3 minutes'
     FROM generate_series(0, ${comparisons} - 1) i`,
    `INSERT INTO "Generation" (id, "promptId", "enrichmentId", "comparisonId", "modelId", seed, steps, "guidanceScale", scheduler,
       width, height, status, "imageSha256", "pixelsSha256", "createdAt", "finishedAt", score, "voteCount", "winRateLow")
     SELECT ${uuid(4, `(i * ${MODELS.length} + m)`)}, ${uuid(1, `i / ${OF_PROMPT}`)},
       CASE WHEN i / ${OF_PROMPT} % 2 = 0 AND i % 3 = 0 THEN ${uuid(2, `i / ${OF_PROMPT}`)} END,
       ${uuid(3, 'i')}, ${model(`(i % 2 * ${MODELS.length} + m)`)}, i, 25, 4, 'ddim', 64, 64, 'SUCCEEDED',
       md5(i || 'image' || m) || md5(m || 'image'), md5(i || 'pixels' || m) || md5(m || 'pixels'), at, at,
       floor(${chance(`i || ' score ' || m`)} * 5) / 4, votes, CASE WHEN votes > 0 THEN ${chance(`i || ' rate ' || m`)} END
     FROM (
       SELECT i, m, now() - interval '900 days' + i * interval '3 minutes' AS at,
         CASE WHEN ${chance(`i || ' votes ' || m`)} < 0.25 THEN 1 + floor(${chance(`i || ' how many ' || m`)} ^ 3 * 40)::int ELSE 0 END AS votes
       FROM generate_series(0, ${comparisons} - 1) i, generate_series(0, ${MODELS.length} - 1) m) own`,
    `INSERT INTO "AutomaticScore" (id, "generationId", "scorerId", facts, score)
     SELECT id, id, 'scorer', '[{"fact": "count", "asked": "2", "seen": "3", "right": false}]', score FROM "Generation"`,
    `INSERT INTO "PictureVotes" ("generationId", question, wins, losses, ties, "bothBad")
     SELECT id, question, "voteCount" / 2, "voteCount" - "voteCount" / 2, 0, 0
     FROM "Generation", unnest(enum_range(NULL::"Question")) question WHERE "voteCount" > 0`,
    `INSERT INTO "Disagreement" ("firstId", "secondId", "firstModelId", "secondModelId", "comparisonId", "promptId", gap)
     SELECT one.id, other.id, one."modelId", other."modelId", one."comparisonId", one."promptId", abs(one.score - other.score)
     FROM "Generation" one JOIN "Generation" other ON other."comparisonId" = one."comparisonId"
       AND one."modelId" < other."modelId" AND one.score <> other.score`,
    ...['Comparison', 'Prompt'].map(
      (table) => `UPDATE "${table}" t SET "voteCount" = own.votes FROM (
        SELECT "${table.toLowerCase()}Id" AS id, sum("voteCount") / 2 AS votes FROM "Generation" GROUP BY 1) own
      WHERE own.id = t.id`,
    ),
    `ALTER TABLE "AutomaticScore" ENABLE TRIGGER USER`,
    `ALTER TABLE "Generation" ENABLE TRIGGER USER`,
  ];
};

/** Fills the database that is in use, which is empty and a PostgreSQL, with so many pictures that nobody has painted. */
export async function fillGallery(pictures: number): Promise<void> {
  for (const statement of statements(pictures)) await pool().query(statement);
  await pool().query('VACUUM ANALYZE');
}
