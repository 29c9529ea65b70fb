ALTER TABLE "Base" DROP CONSTRAINT "Base_scheduler_check";
ALTER TABLE "Base" ADD CONSTRAINT "Base_scheduler_check" CHECK (scheduler IN (
  'ddim', 'euler', 'euler-karras', 'dpm++2m', 'dpm++2m-karras',
  'unipc',
  'euler-ancestral',
  'lms',
  'pndm',
  'ddpm'
));

-- For new rows only: what was painted long ago has the recipe that it has.
ALTER TABLE "Generation" DROP CONSTRAINT "Generation_scheduler_check";
ALTER TABLE "Generation" ADD CONSTRAINT "Generation_scheduler_check" CHECK (scheduler IN (
  'ddim', 'euler', 'euler-karras', 'dpm++2m', 'dpm++2m-karras',
  'unipc',
  'euler-ancestral',
  'lms',
  'pndm',
  'ddpm'
)) NOT VALID;
