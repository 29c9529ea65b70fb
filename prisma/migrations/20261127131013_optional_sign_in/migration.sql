-- AlterTable
ALTER TABLE "Decision" ADD COLUMN     "curator" TEXT;

-- AlterTable
ALTER TABLE "Voter" ADD COLUMN     "subjectHash" TEXT,
ADD COLUMN     "verifiedAt" TIMESTAMPTZ(3);

-- CreateIndex
CREATE UNIQUE INDEX "Voter_subjectHash_key" ON "Voter"("subjectHash");

-- Whoever is forgotten is nobody who could be verified.
ALTER TABLE "Voter" ADD CONSTRAINT "Voter_verified_check" CHECK (("subjectHash" IS NULL) = ("verifiedAt" IS NULL) AND NOT (forgotten AND "subjectHash" IS NOT NULL));
