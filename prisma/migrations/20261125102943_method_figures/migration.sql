-- AlterTable
ALTER TABLE "Base" ADD COLUMN     "figures" JSONB;
