-- AlterTable
ALTER TABLE "WorkerHeartbeat" ADD COLUMN     "paints" BOOLEAN NOT NULL DEFAULT true;
