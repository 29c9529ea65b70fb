-- AlterTable
ALTER TABLE "Base" ADD COLUMN     "maxSigma" DOUBLE PRECISION;
