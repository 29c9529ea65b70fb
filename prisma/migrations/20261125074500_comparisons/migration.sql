-- AlterTable
ALTER TABLE "Base" ADD COLUMN     "comparison" JSONB,
ADD COLUMN     "pairs" JSONB,
ADD COLUMN     "pairsOf" TEXT;

-- AlterTable
ALTER TABLE "Model" ADD COLUMN     "settings" JSONB;

-- AlterTable
ALTER TABLE "Generation" ADD COLUMN     "comparisonId" TEXT;

-- CreateTable
CREATE TABLE "Comparison" (
    "id" TEXT NOT NULL,
    "promptId" TEXT NOT NULL,
    "enrichmentId" TEXT,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "Comparison_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "Comparison_promptId_idx" ON "Comparison"("promptId");

-- CreateIndex
CREATE INDEX "Comparison_enrichmentId_idx" ON "Comparison"("enrichmentId");

-- CreateIndex
CREATE INDEX "Generation_comparisonId_idx" ON "Generation"("comparisonId");

-- AddForeignKey
ALTER TABLE "Generation" ADD CONSTRAINT "Generation_comparisonId_fkey" FOREIGN KEY ("comparisonId") REFERENCES "Comparison"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Comparison" ADD CONSTRAINT "Comparison_promptId_fkey" FOREIGN KEY ("promptId") REFERENCES "Prompt"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Comparison" ADD CONSTRAINT "Comparison_enrichmentId_fkey" FOREIGN KEY ("enrichmentId") REFERENCES "Enrichment"("id") ON DELETE SET NULL ON UPDATE CASCADE;
