-- AlterEnum
ALTER TYPE "Subject" ADD VALUE 'NETWORK';

-- AlterTable
ALTER TABLE "Report" ADD COLUMN     "times" INTEGER NOT NULL DEFAULT 1;

-- AlterTable
ALTER TABLE "Voter" ADD COLUMN     "network" TEXT;

-- CreateTable
CREATE TABLE "BannedNetwork" (
    "name" TEXT NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "BannedNetwork_pkey" PRIMARY KEY ("name")
);

-- CreateIndex
CREATE INDEX "Voter_network_idx" ON "Voter"("network");
