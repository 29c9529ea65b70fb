-- CreateEnum
CREATE TYPE "ModelTaskKind" AS ENUM ('ADD', 'VERIFY', 'REMOVE');

-- CreateTable
CREATE TABLE "ModelTask" (
    "id" TEXT NOT NULL,
    "kind" "ModelTaskKind" NOT NULL,
    "folder" TEXT,
    "name" TEXT,
    "title" TEXT,
    "licence" TEXT,
    "modelId" TEXT,
    "status" "JobStatus" NOT NULL DEFAULT 'QUEUED',
    "file" TEXT,
    "hashed" DOUBLE PRECISION NOT NULL DEFAULT 0,
    "outcome" TEXT,
    "error" TEXT,
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "workerId" TEXT,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "startedAt" TIMESTAMPTZ(3),
    "finishedAt" TIMESTAMPTZ(3),

    CONSTRAINT "ModelTask_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "ModelTask_modelId_idx" ON "ModelTask"("modelId");

-- CreateIndex
CREATE INDEX "ModelTask_status_createdAt_idx" ON "ModelTask"("status", "createdAt");

-- AddForeignKey
ALTER TABLE "ModelTask" ADD CONSTRAINT "ModelTask_modelId_fkey" FOREIGN KEY ("modelId") REFERENCES "Model"("id") ON DELETE SET NULL ON UPDATE CASCADE;
