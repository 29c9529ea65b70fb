-- CreateEnum
CREATE TYPE "Criterion" AS ENUM ('ALIGNMENT', 'QUALITY', 'PLAUSIBILITY');

-- CreateTable
CREATE TABLE "Rating" (
    "id" TEXT NOT NULL,
    "generationId" TEXT NOT NULL,
    "voterId" TEXT NOT NULL,
    "criterion" "Criterion" NOT NULL,
    "value" INTEGER NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "updatedAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "Rating_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "Rating_voterId_idx" ON "Rating"("voterId");

-- CreateIndex
CREATE UNIQUE INDEX "Rating_generationId_voterId_criterion_key" ON "Rating"("generationId", "voterId", "criterion");

-- AddForeignKey
ALTER TABLE "Rating" ADD CONSTRAINT "Rating_generationId_fkey" FOREIGN KEY ("generationId") REFERENCES "Generation"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Rating" ADD CONSTRAINT "Rating_voterId_fkey" FOREIGN KEY ("voterId") REFERENCES "Voter"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
