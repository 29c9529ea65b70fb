-- AlterTable
ALTER TABLE "Voter" ADD COLUMN     "effort" INTEGER,
ADD COLUMN     "provenAt" TIMESTAMPTZ(3);
