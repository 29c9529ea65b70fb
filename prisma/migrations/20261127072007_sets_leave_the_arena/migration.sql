-- CreateEnum
CREATE TYPE "ArenaState" AS ENUM ('PAINTING', 'OPEN', 'LEFT');

-- CreateEnum
CREATE TYPE "EntryState" AS ENUM ('PROPOSED', 'ADMITTED', 'REFUSED');

-- DropIndex
DROP INDEX "Comparison_arena_idx";

-- AlterTable
ALTER TABLE "Comparison" ADD COLUMN     "differences" JSONB,
ADD COLUMN     "entryId" TEXT,
ADD COLUMN     "judgements" INTEGER NOT NULL DEFAULT 0,
ADD COLUMN     "leftAt" TIMESTAMPTZ(3),
ADD COLUMN     "openedAt" TIMESTAMPTZ(3),
DROP COLUMN "arena",
ADD COLUMN     "arena" "ArenaState";

-- AlterTable
ALTER TABLE "Generation" RENAME COLUMN "unlisted" TO "blind";
UPDATE "Generation" g SET "blind" = false WHERE "blind" AND NOT EXISTS (
  SELECT 1 FROM "Generation" o JOIN "Comparison" c ON c.id = o."comparisonId"
  WHERE o.id IN (g.id, g."reproducesId") AND c."arena" = 'PAINTING');

-- AlterTable
ALTER TABLE "Matchup" ADD COLUMN     "publishedAt" TIMESTAMPTZ(3),
ADD COLUMN     "toRepeat" BOOLEAN NOT NULL DEFAULT false;
UPDATE "Matchup" m SET "state" = 'SKIPPED', "closedAt" = now() WHERE "state" = 'OPEN' AND EXISTS (
  SELECT 1 FROM "Generation" g JOIN "Comparison" c ON c.id = g."comparisonId"
  WHERE g.id IN (m."leftId", m."rightId") AND c."arena" = 'LEFT');
UPDATE "Matchup" m SET "publishedAt" = now() WHERE "state" <> 'OPEN' AND NOT EXISTS (
  SELECT 1 FROM "Generation" g WHERE g.id IN (m."leftId", m."rightId") AND g."blind");

-- CreateTable
CREATE TABLE "ArenaEntry" (
    "id" TEXT NOT NULL,
    "baseId" TEXT NOT NULL,
    "promptId" TEXT NOT NULL,
    "enrichmentId" TEXT,
    "state" "EntryState" NOT NULL DEFAULT 'PROPOSED',
    "proposedById" TEXT,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "decidedAt" TIMESTAMPTZ(3),

    CONSTRAINT "ArenaEntry_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "ArenaEntry_promptId_idx" ON "ArenaEntry"("promptId");

-- CreateIndex
CREATE INDEX "ArenaEntry_enrichmentId_promptId_idx" ON "ArenaEntry"("enrichmentId", "promptId");

-- CreateIndex
CREATE INDEX "ArenaEntry_baseId_idx" ON "ArenaEntry"("baseId");

-- CreateIndex
CREATE INDEX "ArenaEntry_state_id_idx" ON "ArenaEntry"("state", "id");

-- CreateIndex
CREATE INDEX "ArenaEntry_proposedById_idx" ON "ArenaEntry"("proposedById");

-- CreateIndex
CREATE INDEX "Comparison_arena_id_idx" ON "Comparison"("arena", "id");

-- CreateIndex
CREATE INDEX "Comparison_entryId_idx" ON "Comparison"("entryId");

-- CreateIndex
CREATE INDEX "Matchup_publishedAt_idx" ON "Matchup"("publishedAt");

-- AddForeignKey
ALTER TABLE "Comparison" ADD CONSTRAINT "Comparison_entryId_fkey" FOREIGN KEY ("entryId") REFERENCES "ArenaEntry"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "ArenaEntry" ADD CONSTRAINT "ArenaEntry_baseId_fkey" FOREIGN KEY ("baseId") REFERENCES "Base"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "ArenaEntry" ADD CONSTRAINT "ArenaEntry_promptId_fkey" FOREIGN KEY ("promptId") REFERENCES "Prompt"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "ArenaEntry" ADD CONSTRAINT "ArenaEntry_enrichmentId_promptId_fkey" FOREIGN KEY ("enrichmentId", "promptId") REFERENCES "Enrichment"("id", "promptId") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "ArenaEntry" ADD CONSTRAINT "ArenaEntry_proposedById_fkey" FOREIGN KEY ("proposedById") REFERENCES "Voter"("id") ON DELETE SET NULL ON UPDATE CASCADE;
