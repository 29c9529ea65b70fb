-- AlterTable
ALTER TABLE "Generation" ADD COLUMN     "score" DOUBLE PRECISION,
ADD COLUMN     "voteCount" INTEGER NOT NULL DEFAULT 0,
ADD COLUMN     "winRateLow" DOUBLE PRECISION;

-- CreateTable
CREATE TABLE "PictureVotes" (
    "generationId" TEXT NOT NULL,
    "question" "Question" NOT NULL,
    "wins" INTEGER NOT NULL,
    "losses" INTEGER NOT NULL,
    "ties" INTEGER NOT NULL,
    "bothBad" INTEGER NOT NULL,

    CONSTRAINT "PictureVotes_pkey" PRIMARY KEY ("generationId","question")
);

-- CreateIndex
CREATE INDEX "Generation_score_id_idx" ON "Generation"("score", "id");

-- CreateIndex
CREATE INDEX "Generation_voteCount_id_idx" ON "Generation"("voteCount", "id");

-- CreateIndex
CREATE INDEX "Generation_winRateLow_id_idx" ON "Generation"("winRateLow", "id");

-- AddForeignKey
ALTER TABLE "PictureVotes" ADD CONSTRAINT "PictureVotes_generationId_fkey" FOREIGN KEY ("generationId") REFERENCES "Generation"("id") ON DELETE CASCADE ON UPDATE CASCADE;

-- The newest score of a picture is kept with it, whoever writes, changes or deletes one. \073 is the semicolon, which must not
-- stand within a statement here.
CREATE FUNCTION "keepNewestScore"() RETURNS trigger LANGUAGE plpgsql AS E'
BEGIN
  UPDATE "Generation" g SET score = newest.score FROM (
    SELECT id, (SELECT s.score FROM "AutomaticScore" s WHERE s."generationId" = own.id ORDER BY s.id DESC LIMIT 1) AS score
    FROM (VALUES (OLD."generationId"), (NEW."generationId")) own(id)) newest
  WHERE g.id = newest.id AND g.score IS DISTINCT FROM newest.score\073
  RETURN NULL\073
END';
CREATE TRIGGER "keepNewestScore" AFTER INSERT OR UPDATE OR DELETE ON "AutomaticScore"
  FOR EACH ROW EXECUTE FUNCTION "keepNewestScore"();

UPDATE "Generation" g SET score = s.score FROM (
  SELECT DISTINCT ON ("generationId") "generationId", score FROM "AutomaticScore" ORDER BY "generationId", id DESC) s
WHERE s."generationId" = g.id;

-- A worker counts the votes on each picture when it ranks next, which is now.
UPDATE "Standings" SET mark = '';
