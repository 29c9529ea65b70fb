-- CreateIndex
CREATE INDEX "Enrichment_finishedAt_idx" ON "Enrichment"("finishedAt");

-- CreateIndex
CREATE INDEX "Generation_finishedAt_idx" ON "Generation"("finishedAt");
