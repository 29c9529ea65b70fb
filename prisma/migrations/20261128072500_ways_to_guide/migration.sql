-- CreateEnum
CREATE TYPE "GuidanceMode" AS ENUM ('APG', 'CFG_ZERO_STAR');

-- AlterTable
ALTER TABLE "Generation" ADD COLUMN     "guidanceFrom" DOUBLE PRECISION,
ADD COLUMN     "guidanceMode" "GuidanceMode",
ADD COLUMN     "guidanceTo" DOUBLE PRECISION;

-- A NaN is above every number, and so refused, too.
ALTER TABLE "Generation" ADD CONSTRAINT "Generation_guidance_interval_check" CHECK (
  coalesce("guidanceFrom", 0) >= 0
  AND coalesce("guidanceTo", 1) <= 1
  AND coalesce("guidanceFrom", 0) < coalesce("guidanceTo", 1)
);
