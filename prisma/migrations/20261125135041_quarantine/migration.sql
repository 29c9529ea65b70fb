-- CreateTable
CREATE TABLE "Quarantine" (
    "voterId" TEXT NOT NULL,
    "reasons" JSONB NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "liftedAt" TIMESTAMPTZ(3),
    "liftedBecause" TEXT,

    CONSTRAINT "Quarantine_pkey" PRIMARY KEY ("voterId")
);

-- AddForeignKey
ALTER TABLE "Quarantine" ADD CONSTRAINT "Quarantine_voterId_fkey" FOREIGN KEY ("voterId") REFERENCES "Voter"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
