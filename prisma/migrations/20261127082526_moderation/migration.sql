-- CreateEnum
CREATE TYPE "Visibility" AS ENUM ('VISIBLE', 'UNLISTED', 'HIDDEN', 'REMOVED');

-- CreateEnum
CREATE TYPE "Subject" AS ENUM ('PROMPT', 'ENRICHMENT', 'PICTURE', 'VOTER');

-- AlterTable
ALTER TABLE "Enrichment" ADD COLUMN     "visibility" "Visibility" NOT NULL DEFAULT 'VISIBLE';

-- AlterTable
ALTER TABLE "Generation" ADD COLUMN     "visibility" "Visibility" NOT NULL DEFAULT 'VISIBLE';

-- AlterTable
ALTER TABLE "Prompt" ADD COLUMN     "visibility" "Visibility" NOT NULL DEFAULT 'VISIBLE';

-- AlterTable
ALTER TABLE "Voter" ADD COLUMN     "bannedAt" TIMESTAMPTZ(3);

-- CreateTable
CREATE TABLE "Report" (
    "id" TEXT NOT NULL,
    "subject" "Subject" NOT NULL,
    "subjectId" TEXT NOT NULL,
    "reporterId" TEXT,
    "reason" TEXT NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "settledAt" TIMESTAMPTZ(3),

    CONSTRAINT "Report_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Decision" (
    "id" TEXT NOT NULL,
    "subject" "Subject" NOT NULL,
    "subjectId" TEXT NOT NULL,
    "before" "Visibility",
    "after" "Visibility",
    "reason" TEXT NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "Decision_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "Report_settledAt_id_idx" ON "Report"("settledAt", "id");

-- CreateIndex
CREATE INDEX "Report_reporterId_idx" ON "Report"("reporterId");

-- CreateIndex
CREATE UNIQUE INDEX "Report_subject_subjectId_reporterId_key" ON "Report"("subject", "subjectId", "reporterId");

-- CreateIndex
CREATE INDEX "Generation_imageSha256_idx" ON "Generation"("imageSha256");

-- CreateIndex
CREATE INDEX "Generation_visibility_id_idx" ON "Generation"("visibility", "id");

-- CreateIndex
CREATE INDEX "Enrichment_visibility_id_idx" ON "Enrichment"("visibility", "id");

-- CreateIndex
CREATE INDEX "Prompt_visibility_id_idx" ON "Prompt"("visibility", "id");

-- AddForeignKey
ALTER TABLE "Report" ADD CONSTRAINT "Report_reporterId_fkey" FOREIGN KEY ("reporterId") REFERENCES "Voter"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- What was said of the side of a matchup is said of its picture.
INSERT INTO "Report" (id, subject, "subjectId", "reporterId", reason, "createdAt")
SELECT r.id, 'PICTURE', CASE r.side WHEN 'LEFT' THEN m."leftId" ELSE m."rightId" END, m."voterId", r.reason, r."createdAt"
FROM "PictureReport" r JOIN "Matchup" m ON m.id = r."matchupId"
ON CONFLICT DO NOTHING;

-- DropTable
DROP TABLE "PictureReport";
