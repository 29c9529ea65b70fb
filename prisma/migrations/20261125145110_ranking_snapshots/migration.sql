-- CreateTable
CREATE TABLE "RankingSnapshot" (
    "id" TEXT NOT NULL,
    "ranking" JSONB NOT NULL,
    "votesSha256" TEXT NOT NULL,
    "slice" TEXT NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "RankingSnapshot_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "RankingSnapshot_slice_votesSha256_key" ON "RankingSnapshot"("slice", "votesSha256");
