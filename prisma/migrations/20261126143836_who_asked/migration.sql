-- AlterTable
ALTER TABLE "Enrichment" ADD COLUMN     "askedById" TEXT;

-- AlterTable
ALTER TABLE "Generation" ADD COLUMN     "askedById" TEXT;

-- CreateIndex
CREATE INDEX "Enrichment_askedById_idx" ON "Enrichment"("askedById");

-- CreateIndex
CREATE INDEX "Generation_askedById_idx" ON "Generation"("askedById");

-- AddForeignKey
ALTER TABLE "Enrichment" ADD CONSTRAINT "Enrichment_askedById_fkey" FOREIGN KEY ("askedById") REFERENCES "Voter"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Generation" ADD CONSTRAINT "Generation_askedById_fkey" FOREIGN KEY ("askedById") REFERENCES "Voter"("id") ON DELETE SET NULL ON UPDATE CASCADE;
