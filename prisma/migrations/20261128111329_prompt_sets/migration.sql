-- AlterEnum
ALTER TYPE "Subject" ADD VALUE 'PROMPT_SET';

-- CreateTable
CREATE TABLE "PromptSet" (
    "id" TEXT NOT NULL,
    "title" TEXT NOT NULL,
    "format" TEXT NOT NULL,
    "licence" TEXT NOT NULL,
    "source" TEXT,
    "visibility" "Visibility" NOT NULL DEFAULT 'VISIBLE',
    "importedById" TEXT,
    "createdAt" TIMESTAMPTZ(3) NOT NULL DEFAULT CURRENT_TIMESTAMP,

    CONSTRAINT "PromptSet_pkey" PRIMARY KEY ("id")
);

-- CreateTable
CREATE TABLE "PromptInSet" (
    "id" TEXT NOT NULL,
    "setId" TEXT NOT NULL,
    "promptId" TEXT NOT NULL,
    "position" INTEGER NOT NULL,
    "isNew" BOOLEAN NOT NULL,
    "ownKey" TEXT,
    "ownCategory" TEXT,
    "facts" JSONB,
    "questions" JSONB,

    CONSTRAINT "PromptInSet_pkey" PRIMARY KEY ("id")
);

-- CreateIndex
CREATE INDEX "PromptSet_visibility_id_idx" ON "PromptSet"("visibility", "id");

-- CreateIndex
CREATE INDEX "PromptSet_importedById_idx" ON "PromptSet"("importedById");

-- CreateIndex
CREATE INDEX "PromptInSet_promptId_idx" ON "PromptInSet"("promptId");

-- CreateIndex
CREATE UNIQUE INDEX "PromptInSet_setId_promptId_key" ON "PromptInSet"("setId", "promptId");

-- CreateIndex
CREATE UNIQUE INDEX "PromptInSet_setId_position_key" ON "PromptInSet"("setId", "position");

-- AddForeignKey
ALTER TABLE "PromptSet" ADD CONSTRAINT "PromptSet_importedById_fkey" FOREIGN KEY ("importedById") REFERENCES "Voter"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "PromptInSet" ADD CONSTRAINT "PromptInSet_setId_fkey" FOREIGN KEY ("setId") REFERENCES "PromptSet"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "PromptInSet" ADD CONSTRAINT "PromptInSet_promptId_fkey" FOREIGN KEY ("promptId") REFERENCES "Prompt"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- What a value may be.
ALTER TABLE "PromptInSet" ADD CONSTRAINT "PromptInSet_position_check" CHECK (position > 0);
