-- AlterTable
ALTER TABLE "Voter" ADD COLUMN     "forgotten" BOOLEAN NOT NULL DEFAULT false;

-- CreateTable
CREATE TABLE "Standings" (
    "id" TEXT NOT NULL DEFAULT 'standings',
    "mark" TEXT NOT NULL,
    "votes" INTEGER NOT NULL,
    "reliability" JSONB NOT NULL,
    "computedAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "Standings_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "StoredRanking" (
    "slice" TEXT NOT NULL,
    "votesSha256" TEXT NOT NULL,
    "ranking" JSONB NOT NULL,

    CONSTRAINT "StoredRanking_pkey" PRIMARY KEY ("slice")
);

-- CreateIndex
CREATE INDEX "Matchup_state_createdAt_idx" ON "Matchup"("state", "createdAt");

-- There is one.
ALTER TABLE "Standings" ADD CONSTRAINT "Standings_id_check" CHECK (id = 'standings');
