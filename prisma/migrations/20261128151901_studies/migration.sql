-- CreateEnum
CREATE TYPE "StudyState" AS ENUM ('RUNNING', 'PAUSED', 'FINISHED');

-- CreateEnum
CREATE TYPE "PaintedForm" AS ENUM ('SIMPLE', 'ENRICHED');

-- CreateTable
CREATE TABLE "Study" (
    "id" TEXT NOT NULL,
    "title" TEXT NOT NULL,
    "setId" TEXT NOT NULL,
    "plan" JSONB NOT NULL,
    "planSha256" TEXT NOT NULL,
    "plannedSeconds" DOUBLE PRECISION,
    "state" "StudyState" NOT NULL DEFAULT 'RUNNING',
    "askedById" TEXT,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "resumedAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "finishedAt" TIMESTAMPTZ(3),

    CONSTRAINT "Study_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "StudyCell" (
    "id" TEXT NOT NULL,
    "studyId" TEXT NOT NULL,
    "position" INTEGER NOT NULL,
    "promptId" TEXT NOT NULL,
    "form" "PaintedForm" NOT NULL,
    "recipe" INTEGER NOT NULL,
    "baseId" TEXT NOT NULL,
    "pictures" INTEGER NOT NULL,
    "comparisonId" TEXT,
    "error" TEXT,

    CONSTRAINT "StudyCell_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "Study_planSha256_key" ON "Study"("planSha256");

-- CreateIndex
CREATE INDEX "Study_setId_idx" ON "Study"("setId");

-- CreateIndex
CREATE INDEX "Study_askedById_idx" ON "Study"("askedById");

-- CreateIndex
CREATE INDEX "Study_state_idx" ON "Study"("state");

-- CreateIndex
CREATE UNIQUE INDEX "StudyCell_comparisonId_key" ON "StudyCell"("comparisonId");

-- CreateIndex
CREATE INDEX "StudyCell_promptId_idx" ON "StudyCell"("promptId");

-- CreateIndex
CREATE INDEX "StudyCell_baseId_idx" ON "StudyCell"("baseId");

-- CreateIndex
CREATE UNIQUE INDEX "StudyCell_studyId_promptId_form_recipe_baseId_key" ON "StudyCell"("studyId", "promptId", "form", "recipe", "baseId");

-- CreateIndex
CREATE UNIQUE INDEX "StudyCell_studyId_position_key" ON "StudyCell"("studyId", "position");

-- AddForeignKey
ALTER TABLE "Study" ADD CONSTRAINT "Study_setId_fkey" FOREIGN KEY ("setId") REFERENCES "PromptSet"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Study" ADD CONSTRAINT "Study_askedById_fkey" FOREIGN KEY ("askedById") REFERENCES "Voter"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "StudyCell" ADD CONSTRAINT "StudyCell_studyId_fkey" FOREIGN KEY ("studyId") REFERENCES "Study"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "StudyCell" ADD CONSTRAINT "StudyCell_promptId_fkey" FOREIGN KEY ("promptId") REFERENCES "Prompt"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "StudyCell" ADD CONSTRAINT "StudyCell_baseId_fkey" FOREIGN KEY ("baseId") REFERENCES "Base"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "StudyCell" ADD CONSTRAINT "StudyCell_comparisonId_fkey" FOREIGN KEY ("comparisonId") REFERENCES "Comparison"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- What a value may be.
ALTER TABLE "StudyCell" ADD CONSTRAINT "StudyCell_numbers_check" CHECK (position > 0 AND recipe >= 0 AND pictures > 0);
ALTER TABLE "Study" ADD CONSTRAINT "Study_finished_check" CHECK ((state = 'FINISHED') = ("finishedAt" IS NOT NULL));
