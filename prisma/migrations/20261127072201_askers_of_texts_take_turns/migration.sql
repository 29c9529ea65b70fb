-- DropIndex
DROP INDEX "Enrichment_askedById_idx";

-- CreateIndex
CREATE INDEX "Enrichment_askedById_startedAt_idx" ON "Enrichment"("askedById", "startedAt");
