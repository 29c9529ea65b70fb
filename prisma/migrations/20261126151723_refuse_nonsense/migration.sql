-- What an older version stored, or somebody by hand, and what cannot be true: no door of Sarovar ever
-- accepted most of it. It is mended where the truth is known, else taken back, so that every database starts.

-- More stars than five, or none.
DELETE FROM "Rating" WHERE value NOT BETWEEN 1 AND 5;

-- A picture beside itself: whatever was answered says nothing about anybody.
DELETE FROM "PictureReport" WHERE "matchupId" IN (SELECT id FROM "Matchup" WHERE "leftId" = "rightId");
DELETE FROM "Vote" WHERE "matchupId" IN (SELECT id FROM "Matchup" WHERE "leftId" = "rightId");
DELETE FROM "Matchup" WHERE "leftId" = "rightId";
UPDATE "Matchup" SET propensity = NULL WHERE NOT (propensity > 0 AND propensity <= 1);

-- Painted from another prompt's longer version: that text is what the picture shows, so its prompt is the truth.
UPDATE "Generation" g SET "promptId" = e."promptId" FROM "Enrichment" e
WHERE e.id = g."enrichmentId" AND e."promptId" <> g."promptId";
UPDATE "Comparison" c SET "promptId" = e."promptId" FROM "Enrichment" e
WHERE e.id = c."enrichmentId" AND e."promptId" <> c."promptId";

-- Finished, with nothing to show for it.
UPDATE "Generation" SET status = 'FAILED', "finishedAt" = coalesce("finishedAt", now()),
  error = 'No picture was stored of this one: ask for it again.'
WHERE status = 'SUCCEEDED' AND "imageSha256" IS NULL;
UPDATE "Enrichment" SET status = 'FAILED', "finishedAt" = coalesce("finishedAt", now()),
  error = 'No text was stored of this one: ask for it again.'
WHERE status = 'SUCCEEDED' AND btrim(text) = '';

-- Waiting with a recipe that nothing can paint. Finished ones stay as they are: a recipe is history.
UPDATE "Generation" SET status = 'FAILED', "finishedAt" = now(), "previewSha256" = NULL,
  error = 'Nothing here can paint this recipe: ask for it again with another one.'
WHERE status IN ('QUEUED', 'RUNNING') AND (
  scheduler NOT IN ('ddim', 'euler', 'euler-karras', 'dpm++2m', 'dpm++2m-karras')
  OR steps < 1 OR width < 1 OR height < 1 OR seed < 0
  OR NOT ("guidanceScale" >= 0 AND "guidanceScale" < 'Infinity')
  OR "guidanceRescale" NOT BETWEEN 0 AND 1
  OR ("initialSha256" IS NULL) <> (strength IS NULL) OR NOT (strength > 0 AND strength <= 1));
-- The next registration writes what the base's manifest says.
UPDATE "Base" SET scheduler = 'ddim'
WHERE scheduler NOT IN ('ddim', 'euler', 'euler-karras', 'dpm++2m', 'dpm++2m-karras');
DELETE FROM "AutomaticScore" WHERE score NOT BETWEEN 0 AND 1;

-- DropForeignKey
ALTER TABLE "Comparison" DROP CONSTRAINT "Comparison_enrichmentId_fkey";

-- DropForeignKey
ALTER TABLE "Generation" DROP CONSTRAINT "Generation_enrichmentId_fkey";

-- DropIndex
DROP INDEX "Comparison_enrichmentId_idx";

-- CreateIndex
CREATE INDEX "AutomaticScore_scorerId_idx" ON "AutomaticScore"("scorerId");

-- CreateIndex
CREATE INDEX "Comparison_enrichmentId_promptId_idx" ON "Comparison"("enrichmentId", "promptId");

-- CreateIndex
CREATE UNIQUE INDEX "Enrichment_id_promptId_key" ON "Enrichment"("id", "promptId");

-- CreateIndex
CREATE INDEX "Generation_modelId_idx" ON "Generation"("modelId");

-- CreateIndex
CREATE INDEX "Generation_enrichmentId_promptId_idx" ON "Generation"("enrichmentId", "promptId");

-- CreateIndex
CREATE INDEX "Generation_initialSha256_idx" ON "Generation"("initialSha256");

-- CreateIndex
CREATE INDEX "Matchup_promptId_idx" ON "Matchup"("promptId");

-- CreateIndex
CREATE INDEX "Matchup_leftId_idx" ON "Matchup"("leftId");

-- CreateIndex
CREATE INDEX "Matchup_rightId_idx" ON "Matchup"("rightId");

-- CreateIndex
CREATE INDEX "Scorer_baseId_idx" ON "Scorer"("baseId");

-- AddForeignKey
ALTER TABLE "Generation" ADD CONSTRAINT "Generation_enrichmentId_promptId_fkey" FOREIGN KEY ("enrichmentId", "promptId") REFERENCES "Enrichment"("id", "promptId") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Comparison" ADD CONSTRAINT "Comparison_enrichmentId_promptId_fkey" FOREIGN KEY ("enrichmentId", "promptId") REFERENCES "Enrichment"("id", "promptId") ON DELETE RESTRICT ON UPDATE CASCADE;

-- What a value may be.
ALTER TABLE "Rating" ADD CONSTRAINT "Rating_value_check" CHECK (value BETWEEN 1 AND 5);
ALTER TABLE "Matchup" ADD CONSTRAINT "Matchup_pictures_check" CHECK ("leftId" <> "rightId");
ALTER TABLE "Matchup" ADD CONSTRAINT "Matchup_propensity_check" CHECK (propensity > 0 AND propensity <= 1);
ALTER TABLE "Generation" ADD CONSTRAINT "Generation_picture_check" CHECK (status <> 'SUCCEEDED' OR "imageSha256" IS NOT NULL);
ALTER TABLE "Enrichment" ADD CONSTRAINT "Enrichment_text_check" CHECK (status <> 'SUCCEEDED' OR btrim(text) <> '');
ALTER TABLE "Base" ADD CONSTRAINT "Base_scheduler_check" CHECK (scheduler IN ('ddim', 'euler', 'euler-karras', 'dpm++2m', 'dpm++2m-karras'));
ALTER TABLE "AutomaticScore" ADD CONSTRAINT "AutomaticScore_score_check" CHECK (score BETWEEN 0 AND 1);

-- For new rows only: what was painted long ago has the recipe that it has.
ALTER TABLE "Generation" ADD CONSTRAINT "Generation_scheduler_check" CHECK (scheduler IN ('ddim', 'euler', 'euler-karras', 'dpm++2m', 'dpm++2m-karras')) NOT VALID;
ALTER TABLE "Generation" ADD CONSTRAINT "Generation_size_check" CHECK (width > 0 AND height > 0) NOT VALID;
ALTER TABLE "Generation" ADD CONSTRAINT "Generation_steps_check" CHECK (steps > 0) NOT VALID;
ALTER TABLE "Generation" ADD CONSTRAINT "Generation_seed_check" CHECK (seed >= 0) NOT VALID;
ALTER TABLE "Generation" ADD CONSTRAINT "Generation_guidance_check" CHECK ("guidanceScale" >= 0 AND "guidanceScale" < 'Infinity' AND "guidanceRescale" BETWEEN 0 AND 1) NOT VALID;
ALTER TABLE "Generation" ADD CONSTRAINT "Generation_strength_check" CHECK (("initialSha256" IS NULL) = (strength IS NULL) AND strength > 0 AND strength <= 1) NOT VALID;
