-- AlterTable
ALTER TABLE "Comparison" ADD COLUMN     "voteCount" INTEGER NOT NULL DEFAULT 0;

-- AlterTable
ALTER TABLE "Prompt" ADD COLUMN     "voteCount" INTEGER NOT NULL DEFAULT 0;

-- CreateTable
CREATE TABLE "Disagreement" (
    "firstId" TEXT NOT NULL,
    "secondId" TEXT NOT NULL,
    "firstModelId" TEXT NOT NULL,
    "secondModelId" TEXT NOT NULL,
    "comparisonId" TEXT NOT NULL,
    "promptId" TEXT NOT NULL,
    "gap" DOUBLE PRECISION NOT NULL,

    CONSTRAINT "Disagreement_pkey" PRIMARY KEY ("firstId","secondId")
);

-- CreateIndex
CREATE INDEX "Disagreement_secondId_idx" ON "Disagreement"("secondId");

-- CreateIndex
CREATE INDEX "Disagreement_firstModelId_secondModelId_gap_comparisonId_idx" ON "Disagreement"("firstModelId", "secondModelId", "gap", "comparisonId");

-- CreateIndex
CREATE INDEX "Disagreement_firstModelId_secondModelId_gap_promptId_idx" ON "Disagreement"("firstModelId", "secondModelId", "gap", "promptId");

-- CreateIndex
CREATE INDEX "Disagreement_promptId_firstModelId_secondModelId_idx" ON "Disagreement"("promptId", "firstModelId", "secondModelId");

-- CreateIndex
CREATE INDEX "Comparison_voteCount_id_idx" ON "Comparison"("voteCount", "id");

-- CreateIndex
CREATE INDEX "Prompt_voteCount_id_idx" ON "Prompt"("voteCount", "id");

-- AddForeignKey
ALTER TABLE "Disagreement" ADD CONSTRAINT "Disagreement_firstId_fkey" FOREIGN KEY ("firstId") REFERENCES "Generation"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Disagreement" ADD CONSTRAINT "Disagreement_secondId_fkey" FOREIGN KEY ("secondId") REFERENCES "Generation"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- How far the scores of two pictures lie apart is kept with the scores. Whoever else is writing one of the same comparison
-- is waited for, and then seen. \073 is the semicolon, which must not stand within a statement here.
CREATE FUNCTION "keepDisagreements"() RETURNS trigger LANGUAGE plpgsql AS E'
BEGIN
  PERFORM pg_advisory_xact_lock(hashtext(''scores of '' || NEW."comparisonId"))\073
  DELETE FROM "Disagreement" WHERE "firstId" = NEW.id OR "secondId" = NEW.id\073
  INSERT INTO "Disagreement" ("firstId", "secondId", "firstModelId", "secondModelId", "comparisonId", "promptId", gap)
  SELECT one.id, other.id, one."modelId", other."modelId", NEW."comparisonId", NEW."promptId", abs(one.score - other.score)
  FROM "Generation" one JOIN "Generation" other ON other."comparisonId" = one."comparisonId" AND other.seed = one.seed
    AND one."modelId" COLLATE "C" < other."modelId" COLLATE "C" AND one.score <> other.score
  WHERE one."comparisonId" = NEW."comparisonId" AND one.seed = NEW.seed AND NEW.id IN (one.id, other.id)\073
  RETURN NULL\073
END';
CREATE TRIGGER "keepDisagreements" AFTER UPDATE OF score ON "Generation"
  FOR EACH ROW WHEN (OLD.score IS DISTINCT FROM NEW.score AND NEW."comparisonId" IS NOT NULL)
  EXECUTE FUNCTION "keepDisagreements"();

INSERT INTO "Disagreement" ("firstId", "secondId", "firstModelId", "secondModelId", "comparisonId", "promptId", gap)
SELECT one.id, other.id, one."modelId", other."modelId", one."comparisonId", one."promptId", abs(one.score - other.score)
FROM "Generation" one JOIN "Generation" other ON other."comparisonId" = one."comparisonId" AND other.seed = one.seed
  AND one."modelId" COLLATE "C" < other."modelId" COLLATE "C" AND one.score <> other.score;

-- A worker counts the votes on each prompt and comparison when it ranks next, which is now.
UPDATE "Standings" SET mark = '';
