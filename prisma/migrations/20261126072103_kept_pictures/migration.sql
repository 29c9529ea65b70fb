-- CreateTable
CREATE TABLE "KeptPicture" (
    "sha256" TEXT NOT NULL,
    "keptAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "KeptPicture_pkey" PRIMARY KEY ("sha256")
);

-- CreateIndex
CREATE INDEX "KeptPicture_keptAt_idx" ON "KeptPicture"("keptAt");
