-- AlterTable
ALTER TABLE "Base" ADD COLUMN     "knownWords" TEXT[] DEFAULT ARRAY[]::TEXT[];

-- AlterTable
ALTER TABLE "Scorer" ADD COLUMN     "phrases" JSONB;

-- CreateTable
CREATE TABLE "Likeness" (
    "baseId" TEXT NOT NULL,
    "category" TEXT NOT NULL,
    "firstId" TEXT NOT NULL,
    "secondId" TEXT NOT NULL,
    "pairs" INTEGER NOT NULL,
    "alike" INTEGER NOT NULL,
    "prompts" INTEGER NOT NULL,
    "low" DOUBLE PRECISION,
    "high" DOUBLE PRECISION,
    "countedAt" TIMESTAMPTZ(3) NOT NULL,

    CONSTRAINT "Likeness_pkey" PRIMARY KEY ("baseId","category","firstId","secondId")
);

-- CreateIndex
CREATE INDEX "Likeness_firstId_idx" ON "Likeness"("firstId");

-- CreateIndex
CREATE INDEX "Likeness_secondId_idx" ON "Likeness"("secondId");

-- AddForeignKey
ALTER TABLE "Likeness" ADD CONSTRAINT "Likeness_baseId_fkey" FOREIGN KEY ("baseId") REFERENCES "Base"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Likeness" ADD CONSTRAINT "Likeness_firstId_fkey" FOREIGN KEY ("firstId") REFERENCES "Model"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Likeness" ADD CONSTRAINT "Likeness_secondId_fkey" FOREIGN KEY ("secondId") REFERENCES "Model"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
