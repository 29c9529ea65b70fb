-- CreateEnum
CREATE TYPE "TimestepSpacing" AS ENUM ('LEADING', 'LINSPACE', 'TRAILING');

-- AlterTable
ALTER TABLE "Generation" ADD COLUMN     "initialSha256" TEXT,
ADD COLUMN     "strength" DOUBLE PRECISION,
ADD COLUMN     "timestepSpacing" "TimestepSpacing";
