-- DropIndex
DROP INDEX "Generation_askedById_idx";

-- CreateIndex
CREATE INDEX "Generation_askedById_startedAt_idx" ON "Generation"("askedById", "startedAt");
