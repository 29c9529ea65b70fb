-- A generation and an enrichment go through the same states.
ALTER TYPE "GenerationStatus" RENAME TO "JobStatus";

-- AlterTable
ALTER TABLE "Enrichment" ADD COLUMN     "attempts" INTEGER NOT NULL DEFAULT 0,
ADD COLUMN     "drafts" INTEGER NOT NULL DEFAULT 0,
ADD COLUMN     "error" TEXT,
ADD COLUMN     "facts" JSONB,
ADD COLUMN     "finishedAt" TIMESTAMPTZ(3),
ADD COLUMN     "mended" JSONB,
ADD COLUMN     "seed" INTEGER NOT NULL DEFAULT 0,
ADD COLUMN     "startedAt" TIMESTAMPTZ(3),
ADD COLUMN     "status" "JobStatus" NOT NULL DEFAULT 'QUEUED',
ADD COLUMN     "workerId" TEXT,
ALTER COLUMN "text" SET DEFAULT '',
ALTER COLUMN "llm" DROP NOT NULL,
ALTER COLUMN "templateName" DROP NOT NULL,
ALTER COLUMN "templateVersion" DROP NOT NULL;

-- CreateIndex
CREATE INDEX "Enrichment_status_createdAt_idx" ON "Enrichment"("status", "createdAt");
