-- DropIndex
DROP INDEX "AutomaticScore_generationId_scorerSha256_key";

-- AlterTable
ALTER TABLE "AutomaticScore" DROP COLUMN "scorerName",
DROP COLUMN "scorerSha256",
ADD COLUMN     "scorerId" TEXT NOT NULL;

-- CreateTable
CREATE TABLE "Scorer" (
    "id" TEXT NOT NULL,
    "baseId" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "sha256" TEXT NOT NULL,
    "accuracy" JSONB,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "Scorer_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "Scorer_sha256_key" ON "Scorer"("sha256");

-- CreateIndex
CREATE UNIQUE INDEX "AutomaticScore_generationId_scorerId_key" ON "AutomaticScore"("generationId", "scorerId");

-- AddForeignKey
ALTER TABLE "Scorer" ADD CONSTRAINT "Scorer_baseId_fkey" FOREIGN KEY ("baseId") REFERENCES "Base"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "AutomaticScore" ADD CONSTRAINT "AutomaticScore_scorerId_fkey" FOREIGN KEY ("scorerId") REFERENCES "Scorer"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
