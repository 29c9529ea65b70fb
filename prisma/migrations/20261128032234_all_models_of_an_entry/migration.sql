-- AlterTable
ALTER TABLE "ArenaEntry" ADD COLUMN     "allModels" BOOLEAN NOT NULL DEFAULT false;
