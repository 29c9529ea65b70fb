-- AlterTable
ALTER TABLE "Base" ADD COLUMN     "tokenizer" JSONB;
