-- AlterTable
ALTER TABLE "WorkerHeartbeat" ADD COLUMN     "writes" BOOLEAN NOT NULL DEFAULT false;

-- CreateTable
CREATE TABLE "_AtHand" (
    "A" TEXT NOT NULL,
    "B" TEXT NOT NULL,

    CONSTRAINT "_AtHand_AB_pkey" PRIMARY KEY ("A","B")
);

-- CreateIndex
CREATE INDEX "_AtHand_B_index" ON "_AtHand"("B");

-- AddForeignKey
ALTER TABLE "_AtHand" ADD CONSTRAINT "_AtHand_A_fkey" FOREIGN KEY ("A") REFERENCES "Model"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "_AtHand" ADD CONSTRAINT "_AtHand_B_fkey" FOREIGN KEY ("B") REFERENCES "WorkerHeartbeat"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- Only people retire models: those that a worker retired because it had other ones are in use again.
UPDATE "Model" SET "status" = 'ACTIVE' WHERE "retiredAt" IS NULL;
