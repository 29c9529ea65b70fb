-- As text it holds the name of any method: which there are, lib/methods says.
ALTER TABLE "Model" ALTER COLUMN "method" TYPE TEXT USING "method"::text;

DROP TYPE "Method";
