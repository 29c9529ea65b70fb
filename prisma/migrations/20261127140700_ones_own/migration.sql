-- AlterTable
ALTER TABLE "Generation" ADD COLUMN     "deletedAt" TIMESTAMPTZ(3);

-- AlterTable
ALTER TABLE "KeptPicture" ADD COLUMN     "broughtById" TEXT;

-- AlterTable
ALTER TABLE "Prompt" ADD COLUMN     "askedById" TEXT,
ADD COLUMN     "deletedAt" TIMESTAMPTZ(3);

-- CreateIndex
CREATE INDEX "KeptPicture_broughtById_idx" ON "KeptPicture"("broughtById");

-- CreateIndex
CREATE INDEX "Prompt_askedById_idx" ON "Prompt"("askedById");

-- AddForeignKey
ALTER TABLE "Prompt" ADD CONSTRAINT "Prompt_askedById_fkey" FOREIGN KEY ("askedById") REFERENCES "Voter"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- AddForeignKey
ALTER TABLE "KeptPicture" ADD CONSTRAINT "KeptPicture_broughtById_fkey" FOREIGN KEY ("broughtById") REFERENCES "Voter"("id") ON DELETE SET NULL ON UPDATE CASCADE;

-- Of a picture that is removed and was voted on the row stays, and nothing tells its file.
ALTER TABLE "Generation" DROP CONSTRAINT "Generation_picture_check";
ALTER TABLE "Generation" ADD CONSTRAINT "Generation_picture_check" CHECK (status <> 'SUCCEEDED' OR "imageSha256" IS NOT NULL OR visibility = 'REMOVED');

-- Whoever first asked for something with a prompt has written it.
UPDATE "Prompt" p SET "askedById" = first."askedById"
FROM (
  SELECT DISTINCT ON (asked."promptId") asked."promptId", asked."askedById"
  FROM (
    SELECT id, "promptId", "askedById" FROM "Generation"
    UNION ALL
    SELECT id, "promptId", "askedById" FROM "Enrichment"
  ) asked
  ORDER BY asked."promptId", asked.id
) first
WHERE first."promptId" = p.id AND NOT p.seeded;
