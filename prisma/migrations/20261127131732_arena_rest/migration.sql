-- DropForeignKey
ALTER TABLE "ArenaEntry" DROP CONSTRAINT "ArenaEntry_proposedById_fkey";

-- DropIndex
DROP INDEX "ArenaEntry_proposedById_idx";

-- DropIndex
DROP INDEX "Matchup_voterId_state_idx";

-- CreateTable
CREATE TABLE "Proposal" (
    "entryId" TEXT NOT NULL,
    "voterId" TEXT NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "Proposal_pkey" PRIMARY KEY ("entryId","voterId")
);

-- CreateTable
CREATE TABLE "Tally" (
    "id" TEXT NOT NULL DEFAULT 'votes',
    "changes" INTEGER NOT NULL DEFAULT 0,

    CONSTRAINT "Tally_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "Proposal_voterId_idx" ON "Proposal"("voterId");

-- CreateIndex
CREATE INDEX "Comparison_arena_leftAt_idx" ON "Comparison"("arena", "leftAt");

-- CreateIndex
CREATE INDEX "Matchup_voterId_state_closedAt_idx" ON "Matchup"("voterId", "state", "closedAt");

-- CreateIndex
CREATE INDEX "Matchup_voterId_publishedAt_idx" ON "Matchup"("voterId", "publishedAt");

-- AddForeignKey
ALTER TABLE "Proposal" ADD CONSTRAINT "Proposal_entryId_fkey" FOREIGN KEY ("entryId") REFERENCES "ArenaEntry"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Proposal" ADD CONSTRAINT "Proposal_voterId_fkey" FOREIGN KEY ("voterId") REFERENCES "Voter"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- Who has proposed stays who is not asked.
INSERT INTO "Proposal" ("entryId", "voterId", "createdAt")
SELECT "id", "proposedById", "createdAt" FROM "ArenaEntry" WHERE "proposedById" IS NOT NULL;

-- AlterTable
ALTER TABLE "ArenaEntry" DROP COLUMN "proposedById";
