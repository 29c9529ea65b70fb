-- AlterTable
ALTER TABLE "Voter" ADD COLUMN     "origins" TEXT[] DEFAULT ARRAY[]::TEXT[];
