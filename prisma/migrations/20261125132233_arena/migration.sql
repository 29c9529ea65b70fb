-- CreateEnum
CREATE TYPE "Question" AS ENUM ('ALIGNMENT', 'OVERALL');

-- CreateEnum
CREATE TYPE "Outcome" AS ENUM ('LEFT', 'RIGHT', 'TIE', 'BOTH_BAD');

-- CreateEnum
CREATE TYPE "MatchupKind" AS ENUM ('SAMPLED', 'REPEATED', 'GOLD');

-- CreateEnum
CREATE TYPE "MatchupState" AS ENUM ('OPEN', 'DECIDED', 'SKIPPED', 'WITHDRAWN');

-- CreateEnum
CREATE TYPE "Side" AS ENUM ('LEFT', 'RIGHT');

-- AlterTable
ALTER TABLE "Comparison" ADD COLUMN     "arena" BOOLEAN NOT NULL DEFAULT false;

-- AlterTable
ALTER TABLE "Generation" ADD COLUMN     "unlisted" BOOLEAN NOT NULL DEFAULT false;

-- CreateTable
CREATE TABLE "Voter" (
    "id" TEXT NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "Voter_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Matchup" (
    "id" TEXT NOT NULL,
    "voterId" TEXT NOT NULL,
    "promptId" TEXT NOT NULL,
    "comparisonId" TEXT NOT NULL,
    "leftId" TEXT NOT NULL,
    "rightId" TEXT NOT NULL,
    "leftToken" TEXT NOT NULL,
    "rightToken" TEXT NOT NULL,
    "kind" "MatchupKind" NOT NULL DEFAULT 'SAMPLED',
    "propensity" DOUBLE PRECISION,
    "gold" "Side",
    "repeatsId" TEXT,
    "state" "MatchupState" NOT NULL DEFAULT 'OPEN',
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "closedAt" TIMESTAMPTZ(3),

    CONSTRAINT "Matchup_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Vote" (
    "id" TEXT NOT NULL,
    "matchupId" TEXT NOT NULL,
    "question" "Question" NOT NULL,
    "outcome" "Outcome" NOT NULL,
    "idempotencyKey" TEXT NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "withdrawnAt" TIMESTAMPTZ(3),

    CONSTRAINT "Vote_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "PictureReport" (
    "id" TEXT NOT NULL,
    "matchupId" TEXT NOT NULL,
    "side" "Side" NOT NULL,
    "reason" TEXT NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "PictureReport_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Secret" (
    "name" TEXT NOT NULL,
    "value" TEXT NOT NULL,

    CONSTRAINT "Secret_pkey" PRIMARY KEY ("name")
);

-- CreateIndex
CREATE UNIQUE INDEX "Matchup_leftToken_key" ON "Matchup"("leftToken");

-- CreateIndex
CREATE UNIQUE INDEX "Matchup_rightToken_key" ON "Matchup"("rightToken");

-- CreateIndex
CREATE INDEX "Matchup_voterId_state_idx" ON "Matchup"("voterId", "state");

-- CreateIndex
CREATE INDEX "Matchup_comparisonId_idx" ON "Matchup"("comparisonId");

-- CreateIndex
CREATE INDEX "Matchup_repeatsId_idx" ON "Matchup"("repeatsId");

-- CreateIndex
CREATE UNIQUE INDEX "Vote_idempotencyKey_key" ON "Vote"("idempotencyKey");

-- CreateIndex
CREATE UNIQUE INDEX "Vote_matchupId_question_key" ON "Vote"("matchupId", "question");

-- CreateIndex
CREATE UNIQUE INDEX "PictureReport_matchupId_side_key" ON "PictureReport"("matchupId", "side");

-- CreateIndex
CREATE INDEX "Comparison_arena_idx" ON "Comparison"("arena");

-- AddForeignKey
ALTER TABLE "Matchup" ADD CONSTRAINT "Matchup_voterId_fkey" FOREIGN KEY ("voterId") REFERENCES "Voter"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Matchup" ADD CONSTRAINT "Matchup_promptId_fkey" FOREIGN KEY ("promptId") REFERENCES "Prompt"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Matchup" ADD CONSTRAINT "Matchup_comparisonId_fkey" FOREIGN KEY ("comparisonId") REFERENCES "Comparison"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Matchup" ADD CONSTRAINT "Matchup_leftId_fkey" FOREIGN KEY ("leftId") REFERENCES "Generation"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Matchup" ADD CONSTRAINT "Matchup_rightId_fkey" FOREIGN KEY ("rightId") REFERENCES "Generation"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Matchup" ADD CONSTRAINT "Matchup_repeatsId_fkey" FOREIGN KEY ("repeatsId") REFERENCES "Matchup"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Vote" ADD CONSTRAINT "Vote_matchupId_fkey" FOREIGN KEY ("matchupId") REFERENCES "Matchup"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "PictureReport" ADD CONSTRAINT "PictureReport_matchupId_fkey" FOREIGN KEY ("matchupId") REFERENCES "Matchup"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
