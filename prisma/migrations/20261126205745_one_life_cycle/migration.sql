-- AlterTable
ALTER TABLE "WorkerHeartbeat" DROP COLUMN "nudgePort";

-- CreateTable
CREATE TABLE "Routine" (
    "id" TEXT NOT NULL,
    "status" "JobStatus" NOT NULL DEFAULT 'QUEUED',
    "dueAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "error" TEXT,
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "workerId" TEXT,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "startedAt" TIMESTAMPTZ(3),
    "finishedAt" TIMESTAMPTZ(3),

    CONSTRAINT "Routine_pkey" PRIMARY KEY ("id")
);

-- The queue's own tables: a row is its own job now.
DROP SCHEMA IF EXISTS pgboss CASCADE;
