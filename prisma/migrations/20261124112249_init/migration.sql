-- CreateEnum
CREATE TYPE "Category" AS ENUM ('COUNTING', 'COLOR', 'ACTION', 'SPATIAL', 'CHARACTER', 'OTHER');

-- CreateEnum
CREATE TYPE "Method" AS ENUM ('VANILLA', 'SUR', 'ELLA');

-- CreateEnum
CREATE TYPE "ModelStatus" AS ENUM ('ACTIVE', 'RETIRED');

-- CreateEnum
CREATE TYPE "GenerationStatus" AS ENUM ('QUEUED', 'RUNNING', 'SUCCEEDED', 'FAILED', 'CANCELLED');

-- CreateEnum
CREATE TYPE "NoiseSource" AS ENUM ('CPU', 'PHILOX');

-- CreateTable
CREATE TABLE "Prompt" (
    "id" TEXT NOT NULL,
    "text" TEXT NOT NULL,
    "normalizedText" TEXT NOT NULL,
    "category" "Category" NOT NULL,
    "licence" TEXT NOT NULL,
    "seeded" BOOLEAN NOT NULL DEFAULT false,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "Prompt_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Enrichment" (
    "id" TEXT NOT NULL,
    "promptId" TEXT NOT NULL,
    "text" TEXT NOT NULL,
    "llm" TEXT NOT NULL,
    "templateName" TEXT NOT NULL,
    "templateVersion" INTEGER NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "Enrichment_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Base" (
    "id" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "title" TEXT NOT NULL,
    "folderSha256" TEXT NOT NULL,
    "resolution" INTEGER NOT NULL,
    "predictionType" TEXT NOT NULL,
    "licence" TEXT NOT NULL,
    "evaluation" JSONB,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "Base_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Model" (
    "id" TEXT NOT NULL,
    "baseId" TEXT NOT NULL,
    "name" TEXT NOT NULL,
    "method" "Method" NOT NULL,
    "checkpoint" TEXT,
    "weightsSha256" TEXT NOT NULL,
    "status" "ModelStatus" NOT NULL DEFAULT 'ACTIVE',
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "Model_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "Generation" (
    "id" TEXT NOT NULL,
    "promptId" TEXT NOT NULL,
    "enrichmentId" TEXT,
    "modelId" TEXT NOT NULL,
    "seed" BIGINT NOT NULL,
    "steps" INTEGER NOT NULL,
    "guidanceScale" DOUBLE PRECISION NOT NULL,
    "guidanceRescale" DOUBLE PRECISION NOT NULL DEFAULT 0,
    "scheduler" TEXT NOT NULL,
    "noise" "NoiseSource" NOT NULL DEFAULT 'CPU',
    "width" INTEGER NOT NULL,
    "height" INTEGER NOT NULL,
    "negativePrompt" TEXT NOT NULL DEFAULT '',
    "status" "GenerationStatus" NOT NULL DEFAULT 'QUEUED',
    "priority" INTEGER NOT NULL DEFAULT 1,
    "currentStep" INTEGER NOT NULL DEFAULT 0,
    "previewSha256" TEXT,
    "imageSha256" TEXT,
    "pixelsSha256" TEXT,
    "device" TEXT,
    "runtime" JSONB,
    "durationMs" INTEGER,
    "error" TEXT,
    "unknownWords" TEXT[],
    "truncatedWords" TEXT[],
    "reproducesId" TEXT,
    "attempts" INTEGER NOT NULL DEFAULT 0,
    "workerId" TEXT,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "startedAt" TIMESTAMPTZ(3),
    "finishedAt" TIMESTAMPTZ(3),

    CONSTRAINT "Generation_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "AutomaticScore" (
    "id" TEXT NOT NULL,
    "generationId" TEXT NOT NULL,
    "scorerName" TEXT NOT NULL,
    "scorerSha256" TEXT NOT NULL,
    "facts" JSONB NOT NULL,
    "score" DOUBLE PRECISION NOT NULL,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "AutomaticScore_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "WorkerHeartbeat" (
    "id" TEXT NOT NULL,
    "pid" INTEGER NOT NULL,
    "host" TEXT NOT NULL,
    "nudgePort" INTEGER NOT NULL,
    "device" TEXT NOT NULL,
    "runtime" JSONB NOT NULL,
    "startedAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,
    "seenAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "WorkerHeartbeat_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE UNIQUE INDEX "Prompt_normalizedText_key" ON "Prompt"("normalizedText");

-- CreateIndex
CREATE INDEX "Prompt_category_id_idx" ON "Prompt"("category", "id");

-- CreateIndex
CREATE INDEX "Enrichment_promptId_idx" ON "Enrichment"("promptId");

-- CreateIndex
CREATE UNIQUE INDEX "Base_name_key" ON "Base"("name");

-- CreateIndex
CREATE UNIQUE INDEX "Model_baseId_name_weightsSha256_key" ON "Model"("baseId", "name", "weightsSha256");

-- CreateIndex
CREATE INDEX "Generation_promptId_modelId_seed_idx" ON "Generation"("promptId", "modelId", "seed");

-- CreateIndex
CREATE INDEX "Generation_status_priority_createdAt_idx" ON "Generation"("status", "priority" DESC, "createdAt");

-- CreateIndex
CREATE INDEX "Generation_reproducesId_idx" ON "Generation"("reproducesId");

-- CreateIndex
CREATE UNIQUE INDEX "AutomaticScore_generationId_scorerSha256_key" ON "AutomaticScore"("generationId", "scorerSha256");

-- AddForeignKey
ALTER TABLE "Enrichment" ADD CONSTRAINT "Enrichment_promptId_fkey" FOREIGN KEY ("promptId") REFERENCES "Prompt"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Model" ADD CONSTRAINT "Model_baseId_fkey" FOREIGN KEY ("baseId") REFERENCES "Base"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Generation" ADD CONSTRAINT "Generation_promptId_fkey" FOREIGN KEY ("promptId") REFERENCES "Prompt"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Generation" ADD CONSTRAINT "Generation_enrichmentId_fkey" FOREIGN KEY ("enrichmentId") REFERENCES "Enrichment"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Generation" ADD CONSTRAINT "Generation_modelId_fkey" FOREIGN KEY ("modelId") REFERENCES "Model"("id") ON DELETE RESTRICT ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "Generation" ADD CONSTRAINT "Generation_reproducesId_fkey" FOREIGN KEY ("reproducesId") REFERENCES "Generation"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "AutomaticScore" ADD CONSTRAINT "AutomaticScore_generationId_fkey" FOREIGN KEY ("generationId") REFERENCES "Generation"("id") ON DELETE RESTRICT ON UPDATE CASCADE;
